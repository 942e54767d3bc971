import { type Static, type TObject, type TProperties, Type } from 'typebox'
import { Condition, SAYING, share, spanOf, Word } from './condition.ts'

/* What editors show beside each name stands in the descriptions, so comments say only what they do not. */

const described = <T extends TProperties>(description: string, properties: T): TObject<T> =>
  Type.Object(properties, { additionalProperties: false, description })

const word = (description: string) => Type.Unsafe<string>({ ...Word, description })
const label = (description: string) =>
  Type.String({ minLength: 1, maxLength: 120, pattern: SAYING, description })
const when = (description: string) => Type.Unsafe<Condition>({ ...Condition, description })
const points = (description: string) =>
  Type.Number({ minimum: -1000, maximum: 1000, multipleOf: 0.01, description })
/** Of a score: never below nothing, as exact as points are. */
const figure = (description: string) =>
  Type.Number({ minimum: 0, maximum: 1_000_000, multipleOf: 0.01, description })
const some = (description: string) =>
  Type.Number({ exclusiveMinimum: 0, maximum: 1_000_000, multipleOf: 0.01, description })
const hours = (description: string) => Type.Number({ exclusiveMinimum: 0, maximum: 10_000, description })

/** How points fade, by whole UTC days since the occurrence that earned them; after ten half-lives they are gone. */
export const Decay = Type.Union(
  [
    described('To nothing in equal parts.', {
      linear: spanOf('After how many days nothing is left: "30d".'),
    }),
    described('Half as much, again and again.', { halfLife: spanOf('After how many days half is left.') }),
    described('In steps: "step 0.25 every 30d".', {
      step: Type.Number({
        exclusiveMinimum: 0,
        maximum: 1,
        description: 'The share of the points that goes each time (0.25 = a quarter).',
      }),
      every: spanOf('How many days a step lasts.'),
    }),
  ],
  { description: 'How points fade, by whole days since what earned them.' },
)
export type Decay = Static<typeof Decay>

/** One rule: while its condition holds, its points enter the ledger. */
export const Rule = described('Points while a condition holds.', {
  id: word('Its name in ledgers and diffs; keep it when the rest changes.'),
  family: word('The kind of signal: users qualify by signals of several families.'),
  label: label('How sales reads it: "Looked at pricing twice".'),
  points: points('With at most two decimals; negative ones take away.'),
  when: when('The condition.'),
  each: Type.Optional(
    Type.Literal(true, { description: 'Points for each occurrence of the one count in `when`, not once.' }),
  ),
  atMost: Type.Optional(
    Type.Number({
      exclusiveMinimum: 0,
      maximum: 100_000,
      multipleOf: 0.01,
      description: 'With `each`: no more points than this.',
    }),
  ),
  decay: Type.Optional(Decay),
})
export type Rule = Static<typeof Rule>

const Fit = described('Who the product is for. Points for fit are ordinary rules.', {
  required: Type.Optional(
    Type.Array(
      described('One gate.', {
        id: word('Its name.'),
        label: label('How it reads.'),
        when: when('The condition.'),
      }),
      {
        maxItems: 50,
        description:
          'Each must hold: whoever fails one does not qualify, whatever they do. A request to talk to sales still counts.',
      },
    ),
  ),
  factors: Type.Optional(
    Type.Array(
      described('One factor.', {
        id: word('Its name.'),
        label: label('How it reads.'),
        times: Type.Number({
          minimum: 0,
          maximum: 10,
          multipleOf: 0.01,
          description: 'What the score is multiplied by: 0.5 halves it, 0 leaves nothing.',
        }),
        when: when('The condition.'),
      }),
      { maxItems: 50, description: 'Each that holds multiplies the score.' },
    ),
  ),
})

const AccountPart = described(
  'When an account is qualified (a PQA): by the share of its active users, or by `when`, or by a score of its own.',
  {
    qualifiedShare: Type.Optional(
      share({ minimum: 0, maximum: 1 }, 'How many of its active users are qualified (0.5 = half).'),
    ),
    qualifiedAtLeast: Type.Optional(
      Type.Integer({ minimum: 1, description: 'With the share: at least so many qualified users.' }),
    ),
    when: Type.Optional(when('A condition about the account: users, usersWho, trait.')),
    rules: Type.Optional(
      Type.Array(
        described('Points of the account.', {
          id: word('Its name.'),
          label: label('How it reads.'),
          points: points('With at most two decimals.'),
          when: when('A condition about the account: users, usersWho, trait.'),
        }),
        { maxItems: 100, description: 'Points of the account itself, by its users and traits.' },
      ),
    ),
    score: Type.Optional(some('With `rules`: the points at which the account is qualified.')),
  },
)

/** Where a lead goes. The first route whose bounds fit wins; the last one has no bounds and catches the rest. */
export const Route = described(
  'Where a lead goes. The first route that fits wins; the last one has no bounds.',
  {
    id: word('Its name.'),
    label: label('How it reads: "More than 20 users".'),
    to: label('The team or person: "Inside sales".'),
    handRaise: Type.Optional(
      Type.Boolean({ description: 'Only (true), or never (false), when somebody asked for sales.' }),
    ),
    signal: Type.Optional(word('Only when the champion did this.')),
    usersAtLeast: Type.Optional(
      Type.Integer({ minimum: 0, description: 'Only accounts with so many users.' }),
    ),
    usersBelow: Type.Optional(
      Type.Integer({ minimum: 1, description: 'Only accounts with fewer users than this.' }),
    ),
    when: Type.Optional(when("Only when this holds of the lead's champion.")),
    lead: Type.Optional(
      Type.Literal(false, {
        description:
          'The product itself sells to them (prompts): no lead opens through somebody whom this route is the first to fit. Asking for sales still opens one.',
      }),
    ),
    slaHours: Type.Optional(
      hours(
        'Business hours in which somebody must answer; wanted unless `lead` is false. A request is due the same day.',
      ),
    ),
  },
)
export type Route = Static<typeof Route>

/**
 * A playbook: the talk track for one kind of lead. Filled in: `{name}` (the first one), `{company}`, `{where}` ("at Acme"),
 * `{team}` ("the four of you at Acme"), `{wrote}` (their message, quoted), `{users}`, `{limit}`, `{used}`, `{max}`,
 * `{feature}`; `{name|there}` has a fallback.
 */
export const Playbook = described('What sales says.', {
  opener: Type.String({
    maxLength: 600,
    description:
      'The opening line. Filled in: {name}, {company}, {where}, {team}, {wrote}, {users}, {limit}, {used}, {max}, {feature}; {name|there} has a fallback.',
  }),
  steps: Type.Array(Type.String({ maxLength: 300 }), { maxItems: 8, description: 'What to do, in order.' }),
})

const Tier = described('One band of the score.', {
  name: word('Its name.'),
  label: label('How it reads: "Sales-ready".'),
  from: figure('From how many points on.'),
  sales: Type.Optional(Type.Boolean({ description: 'Leads open here.' })),
})

/** The scoring configuration. Every figure of it is a choice of the team; the presets hold the defaults. */
export const Model = described('Who is qualified, why, and who hears of it.', {
  $schema: Type.Optional(Type.String({ description: 'Where editors find the schema of this file.' })),
  name: Type.String({ minLength: 1, maxLength: 60, description: 'What this model is called.' }),
  signals: Type.Record(
    Type.String(),
    Type.Array(Type.String({ minLength: 1, pattern: SAYING }), {
      description: 'Event names, and page paths such as "/plans/*".',
    }),
    { description: 'Own event names for each signal; the standard names always count too.' },
  ),
  rules: Type.Array(Rule, { minItems: 1, maxItems: 200, description: 'What earns a user points.' }),
  families: Type.Record(
    Type.String(),
    described('One family.', { cap: Type.Optional(figure('No more points of this family count.')) }),
    { description: 'Caps of families. A family without a cap has none.' },
  ),
  cap: Type.Optional(some('No more points count in all.')),
  fit: Type.Optional(Fit),
  qualify: described('When a user is qualified (a PQL). Whoever asks for sales is, at any score.', {
    score: figure('At how many points.'),
    families: Type.Integer({ minimum: 1, description: 'With signals of at least so many families.' }),
    activated: Type.Boolean({ description: 'Only who has reached first value.' }),
    activeWithin: spanOf('Only who was active so lately, to the instant: "14d".'),
  }),
  tiers: Type.Array(Tier, { minItems: 1, description: 'Highest first; the last one starts at 0.' }),
  account: AccountPart,
  routes: Type.Array(Route, { minItems: 1, description: 'Who gets which lead.' }),
  businessHours: described('When SLAs run.', {
    from: Type.Integer({ description: 'The hour at which the day begins: 9.' }),
    to: Type.Integer({ description: 'The hour at which it ends: 17.' }),
    days: Type.Array(Type.Integer(), { description: 'Days of the week, from 0 (Sunday) to 6.' }),
    timeZone: Type.String({ description: 'Such as Europe/Berlin.' }),
  }),
  coolDown: spanOf('No new lead for so long after one closed, unless somebody asks: "30d".'),
  playbooks: Type.Record(Type.String(), Playbook, {
    description:
      'What sales says, by the id of a route, or: hand-raise, limit-hit, premium-attempted, team-expansion, default.',
  }),
  trust: Type.Union([Type.Literal('open'), Type.Literal('verified')], {
    description:
      'Whose word counts for accounts and leads: "open" everybody\'s, "verified" only that of backends and identity tokens.',
  }),
})
export type Model = Static<typeof Model>
