import { type Static, Type } from 'typebox'

const closed = { additionalProperties: false }
const DAYS = { minimum: 0, maximum: 3650 }
/** A value that cannot leave the declaration that it is put into. */
const css = (maxLength: number, description: string) =>
  Type.String({ minLength: 1, maxLength, pattern: '^[^;{}]+$', description })
const text = (maxLength: number, description: string) => Type.String({ minLength: 1, maxLength, description })

const repeat = {
  repeatDays: Type.Optional(
    Type.Number({
      ...DAYS,
      description: 'Days between two showings of one prompt that nobody asked for. Default 7.',
    }),
  ),
  snoozeDays: Type.Optional(
    Type.Array(Type.Number(DAYS), {
      minItems: 1,
      maxItems: 10,
      description:
        'Days a closed prompt stays away: after the first close, the second and so on. When they are used up, it shows only where it is asked for or ambient. Default [7, 30].',
    }),
  ),
}
export const PromptFrequency = Type.Object(repeat, closed)

export const Frequency = Type.Object(
  {
    spacingAfter: Type.Integer({
      minimum: 0,
      description: 'Span (ms) between two overlays that nobody asked for.',
    }),
    unsolicitedPerDay: Type.Union([Type.Integer({ minimum: 0 }), Type.Null()], {
      description: 'Overlays a day that nobody asked for; null = no cap.',
    }),
    holdout: Type.Number({
      minimum: 0,
      maximum: 1,
      description:
        'Share of people who see nothing, for measuring (0.05 = 5 %). Notices of a limit are never held out.',
    }),
    ignoredShowings: Type.Optional(
      Type.Integer({
        minimum: 1,
        description: 'So many showings without an answer count as a close. Default 3.',
      }),
    ),
    ...repeat,
  },
  closed,
)
export type Frequency = Static<typeof Frequency>

/** Any CSS colour. Text on it is computed, so that it can be read whatever the colour. */
const color = (description: string) => css(60, `${description}: any CSS colour.`)
const colors = {
  color: Type.Optional(color('Of buttons and bars')),
  surface: Type.Optional(color('Behind the copy')),
  text: Type.Optional(color('Of the copy')),
}

/** How prompts look. `surface` and `text` are those of the light scheme; `dark` has its own. */
export const Theme = Type.Object(
  {
    name: Type.Optional(text(60, 'What the product is called.')),
    ...colors,
    dark: Type.Optional(
      Type.Object(colors, { ...closed, description: 'The same colours in the dark scheme.' }),
    ),
    radius: Type.Optional(
      Type.Number({ minimum: 0, maximum: 40, description: 'Of the corners, in CSS pixels.' }),
    ),
    font: Type.Optional(css(200, 'A CSS font-family.')),
    shadow: Type.Optional(css(200, 'A CSS box-shadow.')),
    scheme: Type.Optional(
      Type.Union([Type.Literal('light'), Type.Literal('dark'), Type.Literal('auto')], {
        description: 'Light, dark, or as the reader has set it (auto).',
      }),
    ),
  },
  closed,
)
export type Theme = Static<typeof Theme>

const word = Type.Optional(Type.String({ minLength: 1, maxLength: 200 }))

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
  { ...closed, description: 'The words around the copy; what is absent stays English.' },
)
export type Words = Static<typeof Words>
