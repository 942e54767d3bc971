import type { CallToAction, DraftablePrompt, Trigger } from '../../wire/prompt.ts'
import { under } from '../publishing/pointer.ts'
import { useInbox } from '../state/inbox.ts'
import { CALLS, callOf, FORMATS, TRIGGERS, triggerOf } from './choices.ts'
import { Choice, Figure, Line, Lines, Paragraph, Tick } from './fields.tsx'

type Props = { readonly prompt: DraftablePrompt; readonly at: string }

const COPY_HINT =
  '{used}, {max}, {remaining}, {percent}, {limit}, {resets}, {full}, {feature}, {plan}, {user}, {account} and {contact} are filled in; {user|there} says “there” for nobody known.'

const Copy = ({ prompt, at }: Props) => (
  <fieldset class="prompt-part">
    <legend>What it says</legend>
    <Choice at={under(at, 'format')} label="Format" choices={FORMATS} />
    {prompt.format === 'popover' && (
      <Line at={under(at, 'target')} label="Points at" hint="A CSS selector." optional />
    )}
    {prompt.format === 'slot' && (
      <Line at={under(at, 'slot')} label="Fills the slot" hint="The name of your <tidemark-slot>." optional />
    )}
    <Line at={under(at, 'title')} label="Title" hint={COPY_HINT} />
    <Paragraph at={under(at, 'body')} label="Text" />
    <Lines at={under(at, 'benefits')} label="Benefits" hint="At most three, one a line." />
  </fieldset>
)

const Call = ({ call, at, label }: { call: CallToAction; at: string; label: string }) => {
  const { prompts } = useInbox()
  const choose = (kind: string) => {
    const known = CALLS.find(([name]) => name === kind)
    if (known) prompts.set(at, callOf(known[0], call.label))
  }
  return (
    <>
      <Choice at={under(at, 'kind')} label={label} choices={CALLS} onChoose={choose} />
      <Line at={under(at, 'label')} label="Words on it" />
      {call.kind === 'checkout' || call.kind === 'link' ? (
        <Line at={under(at, 'url')} label="Address" hint="{plan}, {userId}, {accountId} are filled in." />
      ) : null}
      {call.kind === 'trial' || call.kind === 'book' ? (
        <Line at={under(at, 'url')} label="Address" hint="Empty: your page does it." optional />
      ) : null}
      {call.kind === 'checkout' || call.kind === 'trial' ? (
        <Line at={under(at, 'plan')} label="Plan" optional />
      ) : null}
      {call.kind === 'callback' && <Line at={under(at, 'name')} label="Name for your code" />}
    </>
  )
}

const Calls = ({ prompt, at }: Props) => {
  const { prompts } = useInbox()
  const second = under(at, 'secondary')
  const { secondary } = prompt
  return (
    <fieldset class="prompt-part">
      <legend>What they can do</legend>
      <Call call={prompt.primary} at={under(at, 'primary')} label="Main button" />
      {secondary && <Call call={secondary} at={second} label="Second button" />}
      <button
        type="button"
        class="button small"
        onClick={() => prompts.set(second, secondary ? undefined : callOf('contact', 'Talk to us'))}
      >
        {secondary ? 'Remove the second button' : 'Add a second button'}
      </button>
    </fieldset>
  )
}

const TriggerFields = ({ trigger, at }: { trigger: Trigger; at: string }) => {
  switch (trigger.kind) {
    case 'limit':
      return (
        <>
          <Line at={under(at, 'limit')} label="Limit" hint="Its name, or * for any." />
          <Figure at={under(at, 'at')} label="From (%)" scale={100} />
        </>
      )
    case 'blocked':
      return <Line at={under(at, 'limit')} label="Limit" hint="Its name, or * for any." />
    case 'gate':
      return <Line at={under(at, 'feature')} label="Feature" hint="Its name, or * for any." />
    case 'pricing':
      return <Figure at={under(at, 'visits')} label="Visits in 30 days" />
    case 'event':
      return (
        <>
          <Line at={under(at, 'event')} label="Event" />
          <Figure at={under(at, 'atLeast')} label="At least so often" optional />
          <Figure at={under(at, 'within')} label="Within (days)" scale={1 / 86_400_000} optional />
        </>
      )
    case 'click':
      return <Line at={under(at, 'selector')} label="Element" hint="A CSS selector." />
    case 'route':
      return <Lines at={under(at, 'paths')} label="Paths" hint="One a line; * stands for anything." />
    case 'time':
      return (
        <>
          <Figure at={under(at, 'after')} label="After (seconds)" scale={1 / 1000} />
          <Lines at={under(at, 'paths')} label="Paths" hint="One a line; empty: any." />
        </>
      )
    case 'manual':
      return null
    default:
      return trigger satisfies never
  }
}

const When = ({ prompt, at }: Props) => {
  const { prompts } = useInbox()
  const place = under(at, 'trigger')
  const choose = (kind: string) => {
    const known = TRIGGERS.find(([name]) => name === kind)
    if (known) prompts.set(place, triggerOf(known[0]))
  }
  return (
    <fieldset class="prompt-part">
      <legend>When it shows</legend>
      <Choice at={under(place, 'kind')} label="Trigger" choices={TRIGGERS} onChoose={choose} />
      <TriggerFields trigger={prompt.trigger} at={place} />
    </fieldset>
  )
}

const LEADS = [
  ['', 'Whether or not sales has a lead'],
  ['none', 'Only without an open lead'],
  ['open', 'Only with an open lead'],
] as const

const Who = ({ at }: Props) => {
  const place = under(at, 'audience')
  const lists = under(place, 'lists')
  return (
    <fieldset class="prompt-part">
      <legend>Who may see it</legend>
      <Lines at={under(place, 'plans')} label="Plans" hint="One a line; empty: everybody." />
      <Lines at={under(place, 'roles')} label="Roles" hint="One a line; empty: everybody." />
      <Lines
        at={under(place, 'only')}
        label="Only on these paths"
        hint="One a line; * stands for anything."
      />
      <Lines at={under(place, 'hideOn')} label="Never on these paths" />
      <Lines
        at={under(lists, 'tiers')}
        label="Tiers"
        hint="Known to this server only: shown to verified people, and never told to a browser."
      />
      <Choice at={under(lists, 'lead')} label="Sales" choices={LEADS} />
      <Lines at={under(lists, 'segments')} label="Lists" hint="Names of this set’s lists, one a line." />
    </fieldset>
  )
}

const Often = ({ at }: Props) => (
  <fieldset class="prompt-part">
    <legend>How often</legend>
    <Figure
      at={under(at, 'frequency', 'repeatDays')}
      label="Days between two showings"
      hint="Empty: as for all."
      optional
    />
    <Figure at={under(at, 'priority')} label="Priority" hint="The highest due prompt comes first." optional />
    <Line at={under(at, 'goal')} label="Goal" hint="The event that counts as conversion." optional />
  </fieldset>
)

/** Everything of one prompt that is edited by hand; the rest is in its JSON. */
export const PromptForm = ({ prompt, at }: Props) => (
  <div class="prompt-form">
    <Tick at={under(at, 'draft')} label="Draft: kept here, never sent to browsers" />
    <Copy prompt={prompt} at={at} />
    <Calls prompt={prompt} at={at} />
    <When prompt={prompt} at={at} />
    <Who prompt={prompt} at={at} />
    <Often prompt={prompt} at={at} />
  </div>
)
