import { type Static, Type } from 'typebox'
import { Condition, Span, Word } from './condition.ts'

const closed = { additionalProperties: false }
const Label = Type.String({ minLength: 1, maxLength: 120 })
const When = Type.Unsafe<Condition>(Condition)
const Points = Type.Number({ minimum: -1000, maximum: 1000, multipleOf: 0.01 })

/** How points fade, by whole UTC days since the occurrence that earned them; after ten half-lives they are gone. */
export const Decay = Type.Union([
  Type.Object({ linear: Span }, closed),
  Type.Object({ halfLife: Span }, closed),
  /** Loses this share of the points every so many days: "step 0.25 every 30d". */
  Type.Object({ step: Type.Number({ exclusiveMinimum: 0, maximum: 1 }), every: Span }, closed),
])
export type Decay = Static<typeof Decay>

/** One rule: while its condition holds, its points enter the ledger. Points are decimals with at most two places. */
export const Rule = Type.Object(
  {
    id: Word,
    family: Word,
    label: Label,
    points: Points,
    when: When,
    /** Points for each occurrence of the one count in `when`, instead of once. */
    each: Type.Optional(Type.Literal(true)),
    /** With `each`: no more points than this. */
    atMost: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 100_000, multipleOf: 0.01 })),
    decay: Type.Optional(Decay),
  },
  closed,
)
export type Rule = Static<typeof Rule>

/** Who the product is for. Points for fit are ordinary rules. */
const Fit = Type.Object(
  {
    /** Each must hold: whoever fails one does not qualify, whatever they do. A request to talk to sales still counts. */
    required: Type.Optional(
      Type.Array(Type.Object({ id: Word, label: Label, when: When }, closed), { maxItems: 50 }),
    ),
    /** Each that holds multiplies the score. */
    factors: Type.Optional(
      Type.Array(
        Type.Object(
          {
            id: Word,
            label: Label,
            times: Type.Number({ minimum: 0, maximum: 10, multipleOf: 0.01 }),
            when: When,
          },
          closed,
        ),
        { maxItems: 50 },
      ),
    ),
  },
  closed,
)

/** When an account is qualified (a PQA): by the share of its active users, or by `when`, or by a score of its own. */
const AccountPart = Type.Object(
  {
    qualifiedShare: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
    /** With the share: at least so many qualified users. */
    qualifiedAtLeast: Type.Optional(Type.Integer({ minimum: 1 })),
    when: Type.Optional(When),
    /** Points of the account itself, by its users and traits. */
    rules: Type.Optional(
      Type.Array(Type.Object({ id: Word, label: Label, points: Points, when: When }, closed), {
        maxItems: 100,
      }),
    ),
    score: Type.Optional(Type.Number({ exclusiveMinimum: 0 })),
  },
  closed,
)

/** Where a lead goes. The first route whose bounds fit wins; the last one has no bounds and catches the rest. */
export const Route = Type.Object(
  {
    id: Word,
    label: Label,
    to: Type.String({ minLength: 1, maxLength: 120 }),
    handRaise: Type.Optional(Type.Boolean()),
    signal: Type.Optional(Word),
    usersAtLeast: Type.Optional(Type.Number()),
    usersBelow: Type.Optional(Type.Number()),
    /** Asked about the lead's champion. */
    when: Type.Optional(When),
    /**
     * False: the product itself sells to them (prompts), and no lead opens through somebody whom this route is the first to
     * fit. Asking for sales still opens one.
     */
    lead: Type.Optional(Type.Literal(false)),
    /** Hours of the SLA, counted in business hours; a hand-raise is due the same business day. Wanted unless `lead` is false. */
    slaHours: Type.Optional(Type.Number({ exclusiveMinimum: 0 })),
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
    /** Where editors find the schema of this file. */
    $schema: Type.Optional(Type.String()),
    name: Type.String({ minLength: 1, maxLength: 60 }),
    /** Own event names for each signal; the standard names always count too. */
    signals: Type.Record(Type.String(), Type.Array(Type.String({ minLength: 1 }))),
    rules: Type.Array(Rule, { minItems: 1, maxItems: 200 }),
    /** Caps per family, in points. A family without a cap has none. */
    families: Type.Record(Type.String(), Type.Object({ cap: Type.Optional(Type.Number()) }, closed)),
    /** Cap of the whole score. */
    cap: Type.Optional(Type.Number({ exclusiveMinimum: 0 })),
    fit: Type.Optional(Fit),
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
    account: AccountPart,
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
