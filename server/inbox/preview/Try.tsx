import { useSignal } from '@preact/signals'
import { useCallback, useMemo } from 'preact/hooks'
import type { Answer, Deed, Order } from '../../../widget/preview/messages.ts'
import { triggerWords } from '../../core/prompt-trigger.ts'
import type { PublicConfig } from '../../wire/prompt.ts'
import { Preview, schemeNow } from '../prompts/Preview.tsx'
import { exact, notBefore } from '../words/time.ts'

type State = Extract<Answer, { kind: 'state' }>
const DAY = 24 * 60 * 60_000

/** Things that people do, as far as some prompt waits for them. */
const deedsFor = ({ prompts }: PublicConfig): (readonly [label: string, deed: Deed])[] => {
  const triggers = prompts.map(({ trigger }) => trigger)
  const limits = new Set(
    triggers.flatMap((each) => ('limit' in each ? [each.limit === '*' ? 'records' : each.limit] : [])),
  )
  const features = new Set(
    triggers.flatMap((each) => (each.kind === 'gate' ? [each.feature === '*' ? 'sso' : each.feature] : [])),
  )
  const events = new Set(triggers.flatMap((each) => (each.kind === 'event' ? [each.event] : [])))
  const used = (limit: string, share: number) =>
    [`Use ${share} of 100 ${limit}`, { kind: 'limit', limit, used: share, max: 100 }] as const
  return [
    ...[...limits].flatMap((limit) => [used(limit, 50), used(limit, 80), used(limit, 100), used(limit, 101)]),
    ...[...features].map((feature) => [`Try ${feature}`, { kind: 'gate', feature }] as const),
    ...[...events].map((event) => [event, { kind: 'track', event }] as const),
    ['Wait a minute', { kind: 'wait', after: 60_000 }],
    ['Wait a day', { kind: 'wait', after: DAY }],
    ['Wait a week', { kind: 'wait', after: 7 * DAY }],
  ]
}

const Sent = ({ sent }: { sent: State['sent'] }) => (
  <div>
    <h3>What would be sent</h3>
    {sent.length === 0 && <p class="muted">Nothing yet.</p>}
    <ol class="try-sent">
      {sent.toReversed().map(({ event, properties }, index) => (
        <li key={sent.length - index}>
          {event}{' '}
          {Object.entries(properties).map(([name, value]) => (
            <code key={name}>
              {name} {JSON.stringify(value)}
            </code>
          ))}
        </li>
      ))}
    </ol>
  </div>
)

type Explanation = State['explained'][number]
type Gate = Explanation['gates'][number]

/** Until when time alone changes nothing, by the clock of test mode. */
const Until = ({ gate, now }: { gate: Gate | undefined; now: number }) =>
  gate?.until === undefined ? null : (
    <>
      , not before{' '}
      <time dateTime={new Date(gate.until).toISOString()} title={exact(gate.until)}>
        {notBefore(gate.until, now)}
      </time>
    </>
  )

/** Of a prompt that nothing has asked for yet, what it waits for; else the gate that stopped it, and why. */
const WhyNot = ({ promptId, gates, config, now }: Explanation & Around) => {
  const failed = gates.find(({ passed }) => !passed)
  const prompt = config.prompts.find(({ id }) => id === promptId)
  if (failed?.gate === 'trigger' && prompt) return <>waits: {triggerWords(prompt)}</>
  return (
    <>
      {failed?.gate}: {failed?.reason}
      <Until gate={failed} now={now} />
    </>
  )
}

type Around = { readonly config: PublicConfig; readonly now: number }

const Explained = ({ explained, ...around }: Around & { readonly explained: State['explained'] }) => (
  <div>
    <h3>Why each prompt would show now, or not</h3>
    <ul class="try-why">
      {explained.map((explanation) => {
        const { promptId, shows, gates } = explanation
        return (
          <li key={promptId}>
            <details>
              <summary>
                <code>{promptId}</code>{' '}
                <span class={shows ? 'positive' : 'muted'}>
                  {shows ? 'would show' : <WhyNot {...explanation} {...around} />}
                </span>
              </summary>
              <ol>
                {gates.map((each) => (
                  <li key={each.gate}>
                    {each.passed ? 'Passed' : 'Stopped'} {each.gate}:{' '}
                    <span class="muted">
                      {each.reason}
                      <Until gate={each} now={around.now} />
                    </span>
                  </li>
                ))}
              </ol>
            </details>
          </li>
        )
      })}
    </ul>
  </div>
)

/** The whole snippet in test mode: do something, and see what shows and why. */
export const Try = ({ config }: { config: PublicConfig }) => {
  const order = useSignal<Order | null>(null)
  const state = useSignal<State | null>(null)
  const round = useSignal(0)
  const start = useMemo<Order>(
    () => ({
      kind: 'live',
      config: { ...config, enabled: true, frequency: { ...config.frequency, holdout: 0 } },
      scheme: schemeNow(),
    }),
    [config, round.value],
  )
  const hear = useCallback(
    (answer: Answer) => {
      if (answer.kind === 'state') state.value = answer
    },
    [state],
  )
  const again = () => {
    order.value = null
    state.value = null
    round.value++
  }
  return (
    <section aria-labelledby="try">
      <h2 id="try">Try it</h2>
      <p class="muted">
        The snippet itself, in test mode: nothing is sent, nobody is held out, and the clock moves when you
        say so.
      </p>
      <div class="try-deeds">
        {deedsFor(config).map(([label, deed]) => (
          <button
            key={label}
            type="button"
            class="button small"
            // Until the snippet is there, it would do nothing.
            disabled={!state.value}
            onClick={() => (order.value = { kind: 'do', deed: { ...deed } })}
          >
            {label}
          </button>
        ))}
        <button type="button" class="button small" onClick={again}>
          Begin again
        </button>
      </div>
      <div class="try">
        <Preview
          key={round.value}
          order={order.value ?? start}
          title="The product, in test mode"
          onAnswer={hear}
        />
        <div class="try-told">
          {state.value && (
            <p class="muted figure">It is {new Date(state.value.now).toLocaleString('en-GB')}.</p>
          )}
          <Explained explained={state.value?.explained ?? []} config={config} now={state.value?.now ?? 0} />
          <Sent sent={state.value?.sent ?? []} />
        </div>
      </div>
    </section>
  )
}
