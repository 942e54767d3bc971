import { type Static, Type } from 'typebox'

const closed = { additionalProperties: false }
const Text = (maxLength: number) => Type.String({ minLength: 1, maxLength })
const label = Text(60)
const url = Text(2000)

/**
 * A call to action. `url` may hold `{plan}`, `{quantity}`, `{userId}`, `{accountId}`, `{promptId}` and `{returnUrl}`,
 * percent-encoded when filled; http(s), mailto or site-relative only.
 */
export const CallToAction = Type.Union([
  Type.Object(
    {
      kind: Type.Literal('checkout'),
      label,
      url,
      plan: Type.Optional(Text(60)),
      quantity: Type.Optional(Type.Integer({ minimum: 1 })),
      /** Where checkout comes back to. @default the page that the prompt is on */
      returnUrl: Type.Optional(url),
    },
    closed,
  ),
  /** Without an address the page itself starts the trial: `on('call', ...)`. */
  Type.Object(
    { kind: Type.Literal('trial'), label, url: Type.Optional(url), plan: Type.Optional(Text(60)) },
    closed,
  ),
  /** A small form; it becomes `Sales Contact Requested`. */
  Type.Object({ kind: Type.Literal('contact'), label }, closed),
  /** For people who cannot buy: takes the place of checkout and trial for them, and is not shown to others. */
  Type.Object({ kind: Type.Literal('ask-admin'), label }, closed),
  /** An appointment with the account's contact person; without one by `url`, else by the set's `contact.link`. */
  Type.Object({ kind: Type.Literal('book'), label, url: Type.Optional(url) }, closed),
  Type.Object({ kind: Type.Literal('link'), label, url }, closed),
  /** The page does it: `on('call', ({ name }) => ...)`. */
  Type.Object({ kind: Type.Literal('callback'), label, name: Text(60) }, closed),
])
export type CallToAction = Static<typeof CallToAction>

/** `src` is http(s) or site-relative. `alt` is empty for a picture that says nothing of its own. */
const Picture = Type.Object({ src: url, alt: Type.String({ maxLength: 200 }) }, closed)

/**
 * What a prompt says. Copy may hold `{limit}`, `{used}`, `{max}`, `{remaining}`, `{percent}`, `{resets}` (a date),
 * `{full}` (the date at which it will be full at this pace), `{feature}`, `{plan}`, `{user}`, `{account}`, `{contact}`.
 * `{x|fallback}` gives a fallback, `{used, one: record, other: records}` the plural form that its number takes,
 * `{{` is a literal brace. Numbers and dates are written as the reader's language does.
 */
export const copy = {
  title: Text(160),
  body: Type.String({ maxLength: 400 }),
  benefits: Type.Optional(Type.Array(Text(160), { maxItems: 3 })),
  picture: Type.Optional(Picture),
}

/** Copy in place of the prompt's own: in another language, or of a variant. Buttons go by their place. */
export const Wording = Type.Object(
  {
    ...copy,
    title: Type.Optional(copy.title),
    body: Type.Optional(copy.body),
    primary: Type.Optional(label),
    secondary: Type.Optional(label),
  },
  closed,
)
export type Wording = Static<typeof Wording>

/** Language tags (BCP 47) with their copy. `de-AT` falls back to `de`, and that to the prompt's own. */
export const Locales = Type.Record(Type.String({ pattern: '^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$' }), Wording)

const Share = Type.Number({ minimum: 0, maximum: 1 })

/**
 * An experiment on a prompt. Prompts that name the same experiment share its arms. Who is in it is settled by hash at
 * the first exposure and then kept.
 */
export const Experiment = Type.Object(
  {
    id: Type.String({ minLength: 1, maxLength: 60, pattern: '^[a-z0-9][a-z0-9-]*$' }),
    /** What is put into an arm as a whole. */
    unit: Type.Union([Type.Literal('user'), Type.Literal('account'), Type.Literal('device')]),
    /** Shares of those not held out; what is left of 1 sees the prompt as it is. */
    variants: Type.Optional(
      Type.Array(
        Type.Object(
          {
            id: Text(60),
            share: Share,
            content: Type.Optional(Wording),
            locales: Type.Optional(Locales),
          },
          closed,
        ),
        { maxItems: 10 },
      ),
    ),
    /** Share that sees nothing. @default the set's */
    holdout: Type.Optional(Share),
    /** An account experiment takes people without an account as accounts of their own, instead of leaving them out. @default false */
    withoutAccount: Type.Optional(Type.Boolean()),
  },
  closed,
)
export type Experiment = Static<typeof Experiment>
