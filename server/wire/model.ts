import { type Static, Type } from 'typebox'

/** A span: `90m`, `48h` or `14d`. */
export const Span = Type.String({ pattern: '^[1-9][0-9]{0,4}(m|h|d)$' })
export type Span = string

const Word = Type.String({ minLength: 1, maxLength: 60, pattern: '^[a-z0-9][a-z0-9-]*$' })
const AtLeast = Type.Number({ exclusiveMinimum: 0 })
const closed = { additionalProperties: false }

/** What a trait or property may be compared with. */
const Scalar = Type.Union([Type.String(), Type.Number(), Type.Boolean()])

/** A condition that can be read aloud: "count of core at least 10 within 14d". */
export const Condition = Type.Cyclic(
  {
    Condition: Type.Union([
      Type.Object({ count: Word, atLeast: AtLeast, within: Type.Optional(Span) }, closed),
      Type.Object({ days: Word, atLeast: AtLeast, within: Span }, closed),
      Type.Object({ recent: Word, within: Span }, closed),
      Type.Object({ limit: Type.String({ minLength: 1 }), atLeast: AtLeast }, closed),
      Type.Object({ inviteesActive: AtLeast }, closed),
      Type.Object({ trait: Type.String({ minLength: 1 }), is: Scalar }, closed),
      Type.Object({ trait: Type.String({ minLength: 1 }), in: Type.Array(Scalar, { minItems: 1 }) }, closed),
      Type.Object({ trait: Type.String({ minLength: 1 }), atLeast: Type.Number() }, closed),
      Type.Object({ all: Type.Array(Type.Ref('Condition'), { minItems: 1 }) }, closed),
      Type.Object({ any: Type.Array(Type.Ref('Condition'), { minItems: 1 }) }, closed),
      Type.Object({ not: Type.Ref('Condition') }, closed),
    ]),
  },
  'Condition',
)
export type Condition =
  | { count: string; atLeast: number; within?: Span }
  | { days: string; atLeast: number; within: Span }
  | { recent: string; within: Span }
  | { limit: string; atLeast: number }
  | { inviteesActive: number }
  | { trait: string; is: string | number | boolean }
  | { trait: string; in: (string | number | boolean)[] }
  | { trait: string; atLeast: number }
  | { all: Condition[] }
  | { any: Condition[] }
  | { not: Condition }

/** One rule: when its condition holds, its points enter the ledger. Points are decimals with at most two places. */
export const Rule = Type.Object(
  {
    id: Word,
    family: Word,
    label: Type.String({ minLength: 1, maxLength: 120 }),
    points: Type.Number({ minimum: -1000, maximum: 1000, multipleOf: 0.01 }),
    when: Type.Unsafe<Condition>(Condition),
  },
  closed,
)
export type Rule = Static<typeof Rule>

/** Where a lead goes. The first route whose bounds fit wins; the last one has no bounds and catches the rest. */
export const Route = Type.Object(
  {
    id: Word,
    label: Type.String({ minLength: 1, maxLength: 120 }),
    to: Type.String({ minLength: 1, maxLength: 120 }),
    handRaise: Type.Optional(Type.Boolean()),
    signal: Type.Optional(Word),
    usersAtLeast: Type.Optional(Type.Number()),
    usersBelow: Type.Optional(Type.Number()),
    /** Hours of the SLA, counted in business hours; a hand-raise is due the same business day. */
    slaHours: Type.Number({ exclusiveMinimum: 0 }),
  },
  closed,
)
export type Route = Static<typeof Route>

/**
 * A playbook: the talk track for one kind of lead. Filled in: `{name}` (the first one), `{company}`, `{where}` ("at Acme"),
 * `{team}` ("the four of you at Acme"), `{users}`, `{limit}`, `{used}`, `{max}`, `{feature}`; `{name|there}` has a fallback.
 */
export const Playbook = Type.Object(
  {
    opener: Type.String({ maxLength: 600 }),
    steps: Type.Array(Type.String({ maxLength: 300 }), { maxItems: 8 }),
  },
  closed,
)

/** The scoring configuration. Every figure of it is a choice of the team; the presets hold the defaults. */
export const Model = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 60 }),
    /** Own event names for each signal; the standard names always count too. */
    signals: Type.Record(Type.String(), Type.Array(Type.String({ minLength: 1 }))),
    rules: Type.Array(Rule, { minItems: 1, maxItems: 200 }),
    /** Caps per family, in points. A family without a cap has none. */
    families: Type.Record(Type.String(), Type.Object({ cap: Type.Optional(Type.Number()) }, closed)),
    qualify: Type.Object(
      {
        score: Type.Number(),
        families: Type.Integer({ minimum: 1 }),
        activated: Type.Boolean(),
        activeWithin: Span,
      },
      closed,
    ),
    /** Highest first; the last one starts at 0. A lead opens at the tier with `sales: true`. */
    tiers: Type.Array(
      Type.Object(
        { name: Word, label: Type.String(), from: Type.Number(), sales: Type.Optional(Type.Boolean()) },
        closed,
      ),
      { minItems: 1 },
    ),
    account: Type.Object(
      {
        qualifiedShare: Type.Number({ minimum: 0, maximum: 1 }),
        qualifiedAtLeast: Type.Integer({ minimum: 1 }),
      },
      closed,
    ),
    routes: Type.Array(Route, { minItems: 1 }),
    businessHours: Type.Object(
      { from: Type.Integer(), to: Type.Integer(), days: Type.Array(Type.Integer()), timeZone: Type.String() },
      closed,
    ),
    coolDown: Span,
    playbooks: Type.Record(Type.String(), Playbook),
    trust: Type.Union([Type.Literal('open'), Type.Literal('verified')]),
  },
  closed,
)
export type Model = Static<typeof Model>
