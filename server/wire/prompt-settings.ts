import { type Static, Type } from 'typebox'

const closed = { additionalProperties: false }
const Text = (maxLength: number) => Type.String({ minLength: 1, maxLength })
const Days = Type.Number({ minimum: 0, maximum: 3650 })

const repeat = {
  /** Days between two showings of one prompt that nobody asked for. @default 7 */
  repeatDays: Type.Optional(Days),
  /**
   * Days a closed prompt stays away: after the first close, the second and so on. When they are used up, it shows
   * only where it is asked for or ambient. @default [7, 30]
   */
  snoozeDays: Type.Optional(Type.Array(Days, { minItems: 1, maxItems: 10 })),
}
export const PromptFrequency = Type.Object(repeat, closed)

export const Frequency = Type.Object(
  {
    /** Span (ms) between two overlays that nobody asked for. */
    spacingAfter: Type.Integer({ minimum: 0 }),
    /** Unsolicited overlays a day; null = no cap. */
    unsolicitedPerDay: Type.Union([Type.Integer({ minimum: 0 }), Type.Null()]),
    /** Share of people who see nothing, for measuring (0.05 = 5 %). Notices of a limit are never held out. */
    holdout: Type.Number({ minimum: 0, maximum: 1 }),
    /** So many showings without an answer count as a close. @default 3 */
    ignoredShowings: Type.Optional(Type.Integer({ minimum: 1 })),
    ...repeat,
  },
  closed,
)
export type Frequency = Static<typeof Frequency>

/** Any CSS colour. Text on it is computed, so that it can be read whatever the colour. */
const Color = Type.String({ minLength: 1, maxLength: 60, pattern: '^[^;{}]+$' })
const colors = {
  /** Buttons and bars. */
  color: Type.Optional(Color),
  surface: Type.Optional(Color),
  text: Type.Optional(Color),
}

/** How prompts look. `surface` and `text` are those of the light scheme; `dark` has its own. */
export const Theme = Type.Object(
  {
    /** What the product is called. */
    name: Type.Optional(Text(60)),
    ...colors,
    dark: Type.Optional(Type.Object(colors, closed)),
    /** Corners, in CSS pixels. */
    radius: Type.Optional(Type.Number({ minimum: 0, maximum: 40 })),
    /** A CSS `font-family`. */
    font: Type.Optional(Type.String({ minLength: 1, maxLength: 200, pattern: '^[^;{}]+$' })),
    /** A CSS `box-shadow`. */
    shadow: Type.Optional(Type.String({ minLength: 1, maxLength: 200, pattern: '^[^;{}]+$' })),
    scheme: Type.Optional(Type.Union([Type.Literal('light'), Type.Literal('dark'), Type.Literal('auto')])),
  },
  closed,
)
export type Theme = Static<typeof Theme>

const word = Type.Optional(Text(200))

/** The words around a prompt's copy. What is absent stays English. They may hold the copy's placeholders. */
export const Words = Type.Object(
  {
    later: word,
    close: word,
    more: word,
    why: word,
    mute: word,
    /** "Ask your admin", and what stands there once somebody has asked. */
    askAdmin: word,
    asked: word,
    /** "Talk to {contact}" */
    talkTo: word,
    /** Answers to "Why am I seeing this?" by what made the prompt due. */
    whyLimit: word,
    whyGate: word,
    whyPricing: word,
    whyOther: word,
    /** Beside a meter: "Limit reached", "Full by {full} at this pace". On a lock: "{feature} is not in your plan". */
    full: word,
    pace: word,
    locked: word,
    name: word,
    email: word,
    message: word,
    send: word,
    sending: word,
    again: word,
    back: word,
    unreachable: word,
    failed: word,
    refused: word,
    thanks: word,
    /** "{team} will reply to {email}." */
    reply: word,
    nameWanted: word,
    emailWanted: word,
    messageWanted: word,
    /** "Your message is {surplus} characters over the limit of {max}." */
    messageTooLong: word,
  },
  closed,
)
export type Words = Static<typeof Words>
