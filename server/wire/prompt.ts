import { type Static, Type } from 'typebox'
import { Audience, PublicAudience, Segment } from './audience.ts'
import { CallToAction, copy, Experiment, Locales } from './offer.ts'
import { Frequency, PromptFrequency, Theme, Words } from './prompt-settings.ts'
import { Paths, Trigger } from './trigger.ts'

export { CallToAction, Trigger }

const closed = { additionalProperties: false }
const Id = Type.String({ minLength: 1, maxLength: 60, pattern: '^[a-z0-9][a-z0-9-]*$' })
const Text = (maxLength: number) => Type.String({ minLength: 1, maxLength })

/** How a prompt is drawn. A popover needs the CSS selector of its `target`; a slot the `name` of its element. */
export const Format = Type.Union([
  Type.Literal('modal'),
  Type.Literal('slide-in'),
  Type.Literal('banner'),
  Type.Literal('popover'),
  Type.Literal('slot'),
])
export type Format = Static<typeof Format>

const common = {
  id: Id,
  format: Format,
  /** Popover: a CSS selector of what it points at, also inside open shadow roots. */
  target: Type.Optional(Text(200)),
  /** Slot: the `name` of the `<tidemark-slot>` that it fills. */
  slot: Type.Optional(Text(60)),
  trigger: Trigger,
  ...copy,
  locales: Type.Optional(Locales),
  primary: CallToAction,
  secondary: Type.Optional(CallToAction),
  /** The event that counts as conversion when it follows a showing within `goalWithin` ms. */
  goal: Type.Optional(Text(200)),
  /** @default 14 days */
  goalWithin: Type.Optional(Type.Integer({ minimum: 1 })),
  frequency: Type.Optional(PromptFrequency),
  /** Of several prompts that are due, the highest comes first. @default 0 */
  priority: Type.Optional(Type.Integer({ minimum: -100, maximum: 100 })),
  experiment: Type.Optional(Experiment),
}

/** One prompt, as browsers know it. */
export const Prompt = Type.Object(
  {
    ...common,
    audience: Type.Optional(PublicAudience),
    /** It has lists that stay on the server: only for verified people whose reply names it. */
    listed: Type.Optional(Type.Boolean()),
  },
  closed,
)
export type Prompt = Static<typeof Prompt>

/** A prompt as the team keeps it: a draft is never published to browsers, nor are its lists. */
export const DraftablePrompt = Type.Object(
  { ...common, audience: Type.Optional(Audience), draft: Type.Optional(Type.Boolean()) },
  closed,
)
export type DraftablePrompt = Static<typeof DraftablePrompt>

/** What browsers may know of the set beside its prompts. */
const open = {
  /** The kill switch: false shows nothing anywhere. */
  enabled: Type.Boolean(),
  /** Ratios at which `limit()` raises `Limit Approached` and, from 1 on, `Limit Reached`. */
  thresholds: Type.Array(Type.Number({ exclusiveMinimum: 0 }), { minItems: 1, maxItems: 10 }),
  /** Path patterns (`*` = anything) of pricing pages and the visible dwell (ms) from which a visit counts. */
  pricing: Type.Object({ paths: Type.Array(Text(200)), dwellAfter: Type.Integer({ minimum: 0 }) }, closed),
  frequency: Frequency,
  brand: Theme,
  /** Routes on which no prompt shows whatever its audience: checkout and the like. */
  hideOn: Type.Optional(Paths),
  /** Roles (trait `role`) that can buy. To others checkout and trial become "Ask your admin". Absent: everybody can. */
  canBuy: Type.Optional(Type.Array(Text(60), { minItems: 1, maxItems: 50 })),
  /** Figures (ms) older than this are never shown. @default 15 minutes */
  figuresStaleAfter: Type.Optional(Type.Integer({ minimum: 0 })),
  /** The language of the prompts' own copy. @default en */
  locale: Type.Optional(Type.String({ pattern: '^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$' })),
  /** The words around the copy (buttons, the menu, the form) in other languages than English, by language tag. */
  words: Type.Optional(Type.Record(Type.String({ pattern: '^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$' }), Words)),
  /**
   * What limits and features are called in copy, by language tag and name: `{ en: { api_calls: 'API requests' } }`.
   * Without one a name is written as people do: `api_calls` is "API calls".
   */
  labels: Type.Optional(
    Type.Record(
      Type.String({ pattern: '^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$' }),
      Type.Record(Type.String({ minLength: 1, maxLength: 100 }), Text(60)),
    ),
  ),
  /** Whom and where to book when the account has no contact person of its own. */
  contact: Type.Optional(
    Type.Object({ name: Type.Optional(Text(60)), link: Type.Optional(Text(2000)) }, closed),
  ),
}

/** Everything about prompts that a team configures; versioned as one. */
export const PromptSet = Type.Object(
  {
    ...open,
    prompts: Type.Array(DraftablePrompt, { maxItems: 100 }),
    /** Of reps, by the address they sign in with: what to call them and where to book them. Never public as a whole. */
    contacts: Type.Optional(
      Type.Record(
        Type.String({ minLength: 3, maxLength: 200, pattern: '@' }),
        Type.Object({ name: Type.Optional(Text(60)), link: Type.Optional(Text(2000)) }, closed),
      ),
    ),
    /** Lists that audiences name. They never leave the server. */
    segments: Type.Optional(Type.Record(Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,59}$' }), Segment)),
  },
  closed,
)
export type PromptSet = Static<typeof PromptSet>

/** `GET /v1/config`: what any browser may know. An allow-list: nothing that is not named here can leave. */
export const PublicConfig = Type.Object(
  {
    version: Type.Integer(),
    ...open,
    prompts: Type.Array(Prompt),
  },
  closed,
)
export type PublicConfig = Static<typeof PublicConfig>
