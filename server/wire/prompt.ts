import { type Static, Type } from 'typebox'

const closed = { additionalProperties: false }
const Id = Type.String({ minLength: 1, maxLength: 60, pattern: '^[a-z0-9][a-z0-9-]*$' })
const Text = (maxLength: number) => Type.String({ minLength: 1, maxLength })

/** What makes a prompt due. `limit` and `feature` take a name or `*`; `at` is a ratio (0.8 = 80 %). */
export const Trigger = Type.Union([
  Type.Object(
    { kind: Type.Literal('limit'), limit: Text(60), at: Type.Number({ exclusiveMinimum: 0 }) },
    closed,
  ),
  Type.Object({ kind: Type.Literal('gate'), feature: Text(60) }, closed),
  Type.Object({ kind: Type.Literal('pricing'), visits: Type.Integer({ minimum: 1 }) }, closed),
  Type.Object({ kind: Type.Literal('event'), event: Text(200) }, closed),
  Type.Object({ kind: Type.Literal('manual') }, closed),
])
export type Trigger = Static<typeof Trigger>

/** A call to action. `url` may hold `{plan}`, `{userId}`, `{accountId}`, `{promptId}` and `{returnUrl}`, percent-encoded when filled; http(s) or site-relative only. */
export const CallToAction = Type.Union([
  Type.Object(
    { kind: Type.Literal('checkout'), label: Text(60), url: Text(2000), plan: Type.Optional(Text(60)) },
    closed,
  ),
  Type.Object({ kind: Type.Literal('link'), label: Text(60), url: Text(2000) }, closed),
  Type.Object({ kind: Type.Literal('contact'), label: Text(60) }, closed),
])
export type CallToAction = Static<typeof CallToAction>

/**
 * One prompt. Copy may hold `{limit}`, `{used}`, `{max}`, `{remaining}`, `{percent}`, `{feature}`, `{plan}`, `{name}`,
 * `{account}`; `{x|fallback}` gives a fallback, `{{` is a literal brace.
 */
export const Prompt = Type.Object(
  {
    id: Id,
    format: Type.Union([Type.Literal('modal'), Type.Literal('slide-in'), Type.Literal('banner')]),
    trigger: Trigger,
    title: Text(160),
    body: Type.String({ maxLength: 400 }),
    benefits: Type.Optional(Type.Array(Text(160), { maxItems: 3 })),
    primary: CallToAction,
    secondary: Type.Optional(CallToAction),
    /** Only for people on one of these plans (trait `plan`). Absent: everybody. */
    plans: Type.Optional(Type.Array(Text(60))),
    /** Routes on which it never shows, as path patterns. */
    hideOn: Type.Optional(Type.Array(Text(200))),
    /** Days a closed prompt stays away. @default 7 */
    snoozeDays: Type.Optional(Type.Number({ minimum: 0 })),
    /** The event that counts as conversion when it follows a click or showing. */
    goal: Type.Optional(Text(200)),
  },
  closed,
)
export type Prompt = Static<typeof Prompt>

/** A prompt as the team keeps it: a draft is never published to browsers. */
const DraftablePrompt = Type.Object({ ...Prompt.properties, draft: Type.Optional(Type.Boolean()) }, closed)

/** Everything about prompts that a team configures; versioned as one. */
export const PromptSet = Type.Object(
  {
    /** The kill switch: false shows nothing anywhere. */
    enabled: Type.Boolean(),
    prompts: Type.Array(DraftablePrompt, { maxItems: 100 }),
    /** Ratios at which `limit()` raises `Limit Approached` and, from 1 on, `Limit Reached`. */
    thresholds: Type.Array(Type.Number({ exclusiveMinimum: 0 }), { minItems: 1, maxItems: 10 }),
    /** Path patterns (`*` = anything) of pricing pages and the visible dwell (ms) from which a visit counts. */
    pricing: Type.Object({ paths: Type.Array(Text(200)), dwellAfter: Type.Integer({ minimum: 0 }) }, closed),
    frequency: Type.Object(
      {
        /** Span (ms) between two overlays. */
        spacingAfter: Type.Integer({ minimum: 0 }),
        /** Unsolicited overlays a day; null = no cap. */
        unsolicitedPerDay: Type.Union([Type.Integer({ minimum: 0 }), Type.Null()]),
        /** Share of people who see nothing, for measuring (0.05 = 5 %). */
        holdout: Type.Number({ minimum: 0, maximum: 1 }),
      },
      closed,
    ),
    brand: Type.Object(
      {
        color: Type.Optional(Type.String({ maxLength: 60 })),
        name: Type.Optional(Text(60)),
        scheme: Type.Optional(
          Type.Union([Type.Literal('light'), Type.Literal('dark'), Type.Literal('auto')]),
        ),
      },
      closed,
    ),
  },
  closed,
)
export type PromptSet = Static<typeof PromptSet>

/** `GET /v1/config`: what any browser may know. An allow-list: nothing that is not named here can leave. */
export const PublicConfig = Type.Object(
  {
    version: Type.Integer(),
    enabled: Type.Boolean(),
    prompts: Type.Array(Prompt),
    thresholds: PromptSet.properties.thresholds,
    pricing: PromptSet.properties.pricing,
    frequency: PromptSet.properties.frequency,
    brand: PromptSet.properties.brand,
  },
  closed,
)
export type PublicConfig = Static<typeof PublicConfig>
