import type { ComponentChildren } from 'preact'
import type { Model } from '../../wire/model.ts'
import { under } from '../publishing/pointer.ts'
import { ConditionText } from './ConditionText.tsx'
import { CheckField, NumberField, SpanField, TextField } from './Field.tsx'

const Line = ({ words, children }: { words: string; children: ComponentChildren }) => (
  <div class="model-line">
    <span>{words}</span>
    {children}
  </div>
)

const Qualify = ({ model }: { model: Model }) => (
  <section class="model-card" aria-labelledby="model-qualify">
    <header class="model-card-head">
      <h3 id="model-qualify">A user is qualified</h3>
    </header>
    <Line words="from a score of">
      <NumberField at="/qualify/score" label="Qualifying score" unit="points" />
    </Line>
    <Line words="with signals of at least">
      <NumberField at="/qualify/families" label="Families needed" unit="families" />
    </Line>
    <Line words="while active within">
      <SpanField at="/qualify/activeWithin" label="Active within" />
    </Line>
    <Line words="and the whole score is capped at">
      <NumberField at="/cap" label="Cap of the whole score" unit="points" optional />
    </Line>
    <CheckField at="/qualify/activated" label="Only after activation" />
    {model.fit?.required?.map(({ id, label, when }, index) => (
      <Line words={label} key={id}>
        <ConditionText at={under('/fit/required', index, 'when')} label={label} value={when} />
      </Line>
    ))}
    {model.fit?.factors?.map(({ id, label, when }, index) => (
      <Line words={`${label}: the score counts`} key={id}>
        <NumberField at={under('/fit/factors', index, 'times')} label={`${label}: factor`} unit="times, if" />
        <ConditionText at={under('/fit/factors', index, 'when')} label={label} value={when} />
      </Line>
    ))}
  </section>
)

const Accounts = ({ model: { account } }: { model: Model }) => (
  <section class="model-card" aria-labelledby="model-account">
    <header class="model-card-head">
      <h3 id="model-account">An account is qualified</h3>
    </header>
    <Line words="when this share of its active users is">
      <NumberField at="/account/qualifiedShare" label="Share of active users" unit="%" scale={100} optional />
    </Line>
    <Line words="and at least">
      <NumberField at="/account/qualifiedAtLeast" label="Qualified users needed" unit="users" optional />
    </Line>
    <Line words="or from a score of its own of">
      <NumberField at="/account/score" label="Score of the account" unit="points" optional />
    </Line>
    {account.rules?.map(({ id, label, when }, index) => (
      <Line words={label} key={id}>
        <ConditionText at={under('/account/rules', index, 'when')} label={label} value={when} />
        <NumberField at={under('/account/rules', index, 'points')} label={`${label}: points`} unit="points" />
      </Line>
    ))}
    {account.when && (
      <Line words="or by">
        <ConditionText at="/account/when" label="An account is qualified" value={account.when} />
      </Line>
    )}
  </section>
)

const Tiers = ({ model }: { model: Model }) => (
  <section class="model-card" aria-labelledby="model-tiers">
    <header class="model-card-head">
      <h3 id="model-tiers">Tiers</h3>
      <span class="muted">highest first</span>
    </header>
    {model.tiers.map(({ name, label, sales }, index) => (
      <div class="model-line" key={name}>
        <TextField at={under('/tiers', index, 'label')} label={`Name of the tier ${name}`} />
        <span>from</span>
        <NumberField at={under('/tiers', index, 'from')} label={`${label}: from`} unit="points" />
        {sales === true && <span class="badge accent">a lead opens</span>}
      </div>
    ))}
    <Line words="after a lead closed, none opens for">
      <SpanField at="/coolDown" label="Cool-down" />
    </Line>
  </section>
)

const Routes = ({ model }: { model: Model }) => (
  <section class="model-card" aria-labelledby="model-routes">
    <header class="model-card-head">
      <h3 id="model-routes">Where leads go</h3>
      <span class="muted">the first route that fits</span>
    </header>
    {model.routes.map(({ id, label, lead, handRaise }, index) => (
      <div class="model-line" key={id}>
        <span>{label}, to</span>
        <TextField at={under('/routes', index, 'to')} label={`${label}: goes to`} />
        {lead === false ? (
          <span class="badge">no lead: prompts only</span>
        ) : handRaise ? (
          <span class="muted">the same business day</span>
        ) : (
          <NumberField
            at={under('/routes', index, 'slaHours')}
            label={`${label}: answer within`}
            unit="hours"
          />
        )}
      </div>
    ))}
  </section>
)

/** From when on somebody counts. */
export const Thresholds = ({ model }: { model: Model }) => (
  <section class="model-part" aria-labelledby="model-thresholds">
    <h2 id="model-thresholds">From when on it counts</h2>
    <Qualify model={model} />
    <Accounts model={model} />
    <Tiers model={model} />
    <Routes model={model} />
  </section>
)
