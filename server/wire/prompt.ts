import { type Static, Type } from 'typebox'
import { Audience, PublicAudience, Segment } from './audience.ts'
import { CallToAction, copy, Experiment, Locales } from './offer.ts'
import { Frequency, PromptFrequency, Theme, Words } from './prompt-settings.ts'
import { pathsOf, Trigger } from './trigger.ts'

export { CallToAction, Trigger }

/* What editors show beside each name stands in the descriptions, so comments say only what they do not. */

const closed = { additionalProperties: false }
const text = (maxLength: number, description: string) => Type.String({ minLength: 1, maxLength, description })
const TAG = '^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$'
const contact = (description: string) =>
  Type.Object(
    {
      name: Type.Optional(text(60, 'What to call them.')),
      link: Type.Optional(text(2000, 'Where to book them.')),
    },
    { ...closed, description },
  )

/** How a prompt is drawn. A popover needs the CSS selector of its `target`; a slot the `name` of its element. */
export const Format = Type.Union(
  [
    Type.Literal('modal'),
    Type.Literal('slide-in'),
    Type.Literal('banner'),
    Type.Literal('popover'),
    Type.Literal('slot'),
  ],
  { description: 'How it is drawn. A popover needs its target, a slot the name of its element.' },
)
export type Format = Static<typeof Format>

const button = (description: string) => Type.Unsafe<CallToAction>({ ...CallToAction, description })

const common = {
  id: Type.String({
    minLength: 1,
    maxLength: 60,
    pattern: '^[a-z0-9][a-z0-9-]*$',
    description: 'Its name in events and figures.',
  }),
  format: Format,
  target: Type.Optional(
    text(200, 'Popover: a CSS selector of what it points at, also inside open shadow roots.'),
  ),
  slot: Type.Optional(text(60, 'Slot: the name of the <tidemark-slot> that it fills.')),
  trigger: Trigger,
  ...copy,
  locales: Type.Optional(Locales),
  primary: button('The first button: self-serve, unless the offer is for enterprises.'),
  secondary: Type.Optional(button('The second button.')),
  goal: Type.Optional(
    text(200, 'The event that counts as conversion when it follows a showing within goalWithin.'),
  ),
  goalWithin: Type.Optional(Type.Integer({ minimum: 1, description: 'In ms. Default 14 days.' })),
  frequency: Type.Optional(
    Type.Unsafe<Static<typeof PromptFrequency>>({
      ...PromptFrequency,
      description: "How often it shows, in place of the set's.",
    }),
  ),
  priority: Type.Optional(
    Type.Integer({
      minimum: -100,
      maximum: 100,
      description: 'Of several prompts that are due, the highest comes first. Default 0.',
    }),
  ),
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
  {
    ...common,
    audience: Type.Optional(
      Type.Unsafe<Static<typeof Audience>>({
        ...Audience,
        description: 'Who sees it: all of this must hold; what is absent is not asked.',
      }),
    ),
    draft: Type.Optional(Type.Boolean({ description: 'Not published to browsers.' })),
  },
  closed,
)
export type DraftablePrompt = Static<typeof DraftablePrompt>

/** What browsers may know of the set beside its prompts. */
const open = {
  enabled: Type.Boolean({ description: 'The kill switch: false shows nothing anywhere.' }),
  thresholds: Type.Array(Type.Number({ exclusiveMinimum: 0 }), {
    minItems: 1,
    maxItems: 10,
    description: 'Ratios at which limit() raises "Limit Approached" and, from 1 on, "Limit Reached".',
  }),
  pricing: Type.Object(
    {
      paths: Type.Array(Type.String({ minLength: 1, maxLength: 200 }), {
        description: 'Paths of pricing pages; "*" stands for any characters.',
      }),
      dwellAfter: Type.Integer({
        minimum: 0,
        description: 'How long (ms) a page is visible before the visit counts.',
      }),
    },
    { ...closed, description: 'What counts as a pricing visit.' },
  ),
  frequency: Type.Unsafe<Frequency>({
    ...Frequency,
    description: 'How often prompts show that nobody asked for.',
  }),
  brand: Type.Unsafe<Theme>({ ...Theme, description: 'How prompts look.' }),
  hideOn: Type.Optional(
    pathsOf('Paths on which no prompt shows whatever its audience, checkout and the like'),
  ),
  canBuy: Type.Optional(
    Type.Array(Type.String({ minLength: 1, maxLength: 60 }), {
      minItems: 1,
      maxItems: 50,
      description:
        'Roles (trait role) that can buy: to others checkout and trial become "Ask your admin". Absent: everybody can.',
    }),
  ),
  figuresStaleAfter: Type.Optional(
    Type.Integer({
      minimum: 0,
      description: 'Figures (ms) older than this are never shown. Default 15 minutes.',
    }),
  ),
  locale: Type.Optional(
    Type.String({ pattern: TAG, description: "The language of the prompts' own copy. Default en." }),
  ),
  words: Type.Optional(
    Type.Record(Type.String({ pattern: TAG }), Words, {
      description: 'The words around the copy (buttons, the menu, the form) by language tag.',
    }),
  ),
  labels: Type.Optional(
    Type.Record(
      Type.String({ pattern: TAG }),
      Type.Record(
        Type.String({ minLength: 1, maxLength: 100 }),
        Type.String({ minLength: 1, maxLength: 60 }),
      ),
      {
        description:
          'What limits and features are called in copy, by language tag and name: { "en": { "api_calls": "API requests" } }. Without one a name is written as people do.',
      },
    ),
  ),
  contact: Type.Optional(
    contact('Whom and where to book when the account has no contact person of its own.'),
  ),
}

/** Everything about prompts that a team configures; versioned as one. */
export const PromptSet = Type.Object(
  {
    ...open,
    prompts: Type.Array(DraftablePrompt, { maxItems: 100, description: 'The prompts, drafts among them.' }),
    contacts: Type.Optional(
      Type.Record(
        Type.String({ minLength: 3, maxLength: 200, pattern: '@' }),
        contact('What to call a rep and where to book them.'),
        { description: 'Reps by the address they sign in with. Never public as a whole.' },
      ),
    ),
    segments: Type.Optional(
      Type.Record(Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,59}$' }), Segment, {
        description: 'Lists that audiences name. They never leave the server.',
      }),
    ),
  },
  { ...closed, description: 'What visitors are shown, when and to whom.' },
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
