import { type Static, type TObject, type TProperties, Type } from 'typebox'

/* What editors show beside each name stands in the descriptions, so comments say only what they do not. */

const closed = { additionalProperties: false }
const kind = <T extends TProperties>(description: string, properties: T): TObject<T> =>
  Type.Object(properties, { ...closed, description })
const text = (maxLength: number, description: string) => Type.String({ minLength: 1, maxLength, description })
const label = text(60, 'What the button says.')
const url = text(2000, 'http(s), mailto or relative to the site.')
const plan = text(60, 'The plan: {plan} in the address.')

/**
 * A call to action. `url` may hold `{plan}`, `{quantity}`, `{userId}`, `{accountId}`, `{promptId}` and `{returnUrl}`,
 * percent-encoded when filled; http(s), mailto or site-relative only.
 */
export const CallToAction = Type.Union([
  kind('Goes to checkout.', {
    kind: Type.Literal('checkout'),
    label,
    url: text(
      2000,
      'May hold {plan}, {quantity}, {userId}, {accountId}, {promptId} and {returnUrl}; http(s), mailto or relative to the site.',
    ),
    plan: Type.Optional(plan),
    quantity: Type.Optional(
      Type.Integer({ minimum: 1, description: 'How many seats: {quantity} in the address.' }),
    ),
    returnUrl: Type.Optional(
      text(2000, 'Where checkout comes back to. Default: the page that the prompt is on.'),
    ),
  }),
  kind('Starts a trial: at an address, else the page does it, by on("call").', {
    kind: Type.Literal('trial'),
    label,
    url: Type.Optional(url),
    plan: Type.Optional(plan),
  }),
  kind('A small form; it becomes "Sales Contact Requested".', { kind: Type.Literal('contact'), label }),
  kind(
    'For people who cannot buy: takes the place of checkout and trial for them, and is not shown to others.',
    {
      kind: Type.Literal('ask-admin'),
      label,
    },
  ),
  kind(
    "An appointment with the account's contact person; without one by this address, else by contact.link.",
    {
      kind: Type.Literal('book'),
      label,
      url: Type.Optional(url),
    },
  ),
  kind('Goes to an address.', { kind: Type.Literal('link'), label, url }),
  kind('The page does it, by on("call").', {
    kind: Type.Literal('callback'),
    label,
    name: text(60, 'By which the page knows it.'),
  }),
])
export type CallToAction = Static<typeof CallToAction>

const Picture = kind('A picture above the copy.', {
  src: text(2000, 'http(s) or relative to the site.'),
  alt: Type.String({ maxLength: 200, description: 'Empty for a picture that says nothing of its own.' }),
})

/**
 * What a prompt says. Copy may hold `{limit}`, `{used}`, `{max}`, `{remaining}`, `{percent}`, `{resets}` (a date),
 * `{full}` (the date at which it will be full at this pace), `{feature}`, `{plan}`, `{user}`, `{account}`, `{contact}`.
 * `{x|fallback}` gives a fallback, `{used, one: record, other: records}` the plural form that its number takes,
 * `{{` is a literal brace. Numbers and dates are written as the reader's language does.
 */
export const copy = {
  title: text(160, 'One line. May hold {limit}, {used}, {max}, {feature}, {plan}, {user}, {x|fallback} ...'),
  body: Type.String({
    maxLength: 400,
    description: 'What they have used and what more there is; may be empty.',
  }),
  benefits: Type.Optional(
    Type.Array(Type.String({ minLength: 1, maxLength: 160 }), {
      maxItems: 3,
      description: 'What they gain, a line each.',
    }),
  ),
  picture: Type.Optional(Picture),
}

/** Copy in place of the prompt's own: in another language, or of a variant. Buttons go by their place. */
export const Wording = kind("Copy in place of the prompt's own.", {
  ...copy,
  title: Type.Optional(copy.title),
  body: Type.Optional(copy.body),
  primary: Type.Optional(label),
  secondary: Type.Optional(label),
})
export type Wording = Static<typeof Wording>

/** Language tags (BCP 47) with their copy. `de-AT` falls back to `de`, and that to the prompt's own. */
export const Locales = Type.Record(Type.String({ pattern: '^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$' }), Wording, {
  description: 'Copy by language tag: "de-AT" falls back to "de", and that to the copy itself.',
})

const share = (description: string) => Type.Number({ minimum: 0, maximum: 1, description })

/**
 * An experiment on a prompt. Prompts that name the same experiment share its arms. Who is in it is settled by hash at
 * the first exposure and then kept.
 */
export const Experiment = kind('An experiment; prompts that name the same one share its arms.', {
  id: Type.String({
    minLength: 1,
    maxLength: 60,
    pattern: '^[a-z0-9][a-z0-9-]*$',
    description: 'Its name; prompts of the same one share its arms.',
  }),
  unit: Type.Union([Type.Literal('user'), Type.Literal('account'), Type.Literal('device')], {
    description: 'What is put into an arm as a whole.',
  }),
  variants: Type.Optional(
    Type.Array(
      kind('An arm that sees other copy.', {
        id: text(60, 'Its name in the figures.'),
        share: share('Share of those not held out.'),
        content: Type.Optional(Wording),
        locales: Type.Optional(Locales),
      }),
      { maxItems: 10, description: 'What is left of 1 sees the prompt as it is.' },
    ),
  ),
  holdout: Type.Optional(share("Share that sees nothing. Default: the set's.")),
  withoutAccount: Type.Optional(
    Type.Boolean({
      description:
        'By account: people without one count as accounts of their own, instead of being left out. Default false.',
    }),
  ),
})
export type Experiment = Static<typeof Experiment>
