import { type Static, type TProperties, Type } from 'typebox'

/** A span: `90m`, `48h` or `14d`. */
export const Span = Type.String({ pattern: '^[1-9][0-9]{0,4}(m|h|d)$' })
export type Span = string

/** One that editors say something about. */
export const spanOf = (description: string) => Type.Unsafe<Span>({ ...Span, description })

/** A name in configuration: `limit-reached`. */
export const Word = Type.String({ minLength: 1, maxLength: 60, pattern: '^[a-z0-9][a-z0-9-]*$' })

/** Something that can be read. */
export const SAYING = '\\S'
/** Where an address may belong. */
export const DOMAIN = '^[^@/:*\\s]+\\.[^@/:*.\\s]+$'

const AtLeast = Type.Number({ exclusiveMinimum: 0, maximum: 1_000_000_000 })
/** A part of a whole. */
export const share = (
  bounds: { readonly minimum?: number; readonly exclusiveMinimum?: number; readonly maximum: number },
  description: string,
) => Type.Number({ ...bounds, title: 'a share (1 = 100 %)', description })
const Some = Type.Integer({ minimum: 1, maximum: 1_000_000 })
/** What is remembered one by one goes so far. */
const Few = Type.Integer({ minimum: 1, maximum: 200 })
/** How many invited teammates a user is credited with. */
export const INVITEES = 64
const Name = Type.String({ minLength: 1, maxLength: 100 })
const closed = { additionalProperties: false }

/** What a trait or property may be compared with. */
const Scalar = Type.Union([Type.String({ maxLength: 256 }), Type.Number(), Type.Boolean()])
export type Scalar = string | number | boolean

/** What a property must be: a value, or one of `in`, not `not`, at least, at most. */
export const Wanted = Type.Union([
  Scalar,
  Type.Object(
    { in: Type.Array(Scalar, { minItems: 1, maxItems: 1000 }) },
    { ...closed, description: 'One of these.' },
  ),
  Type.Object({ not: Scalar }, { ...closed, description: 'Not this.' }),
  Type.Object({ atLeast: Type.Number() }, { ...closed, description: 'A number, at least this.' }),
  Type.Object({ atMost: Type.Number() }, { ...closed, description: 'A number, at most this.' }),
])
export type Wanted = Static<typeof Wanted>

/** Who must have sent the event: a backend; a backend or a signed-in person (`verified`); somebody unproved (`browser`). */
const By = Type.Union([Type.Literal('server'), Type.Literal('verified'), Type.Literal('browser')], {
  description:
    'Only events that a backend, a backend or signed-in person ("verified"), or anybody else sent.',
})
export type By = Static<typeof By>

/** Properties by name, `company.name` for one level deeper: "where status is live". */
const Where = Type.Record(Type.String(), Wanted, {
  description: 'Only events with these properties: a value, {in}, {not}, {atLeast} or {atMost}.',
})
export type Where = Readonly<Record<string, Wanted>>

const filters = {
  where: Type.Optional(Where),
  by: Type.Optional(By),
}
export type Filters = { readonly where?: Where; readonly by?: By }

/** Without `after` a window ends now; with it, it begins on the day of that signal's first occurrence. */
const window = {
  within: Type.Optional(spanOf('The last so many days: "14d"; with `after`, the first ones.')),
  after: Type.Optional(
    Type.Unsafe<string>({ ...Word, description: 'From the first time of this signal on.' }),
  ),
}
export type Window = { readonly within?: Span; readonly after?: string }

const Step = Type.Union([
  Word,
  Type.Object(
    { signal: Word, ...filters },
    { ...closed, description: 'A signal, by some of its events only.' },
  ),
])
export type Step = string | ({ readonly signal: string } & Filters)

const Users = Type.Union([Type.Literal('all'), Type.Literal('active'), Type.Literal('qualified')])

/** One kind of condition; `says` is how it reads, for editors that complete the configuration by the word it begins with. */
const kind = <T extends TProperties>(says: string, properties: T) => {
  const [head = ''] = Object.keys(properties)
  const told = { ...properties, [head]: { ...properties[head], description: says } }
  return Type.Object<T>(told, { additionalProperties: false, description: says })
}

/** A condition that can be read aloud. */
export const Condition = Type.Cyclic(
  {
    Condition: Type.Union([
      kind('Count of core at least 5 within 14d; "within 7d after signup" looks at the first days.', {
        count: Word,
        atLeast: Some,
        ...window,
        ...filters,
      }),
      kind('Attempts: count of upload afterLimit storage at least 3. "*" is any limit.', {
        count: Word,
        afterLimit: Name,
        atLeast: Few,
        ...filters,
      }),
      kind('Sum of rows of import at least 2000.', {
        sum: Name,
        of: Word,
        atLeast: AtLeast,
        ...window,
        ...filters,
      }),
      kind('Days with session at least 5 within 14d after trial.', {
        days: Word,
        atLeast: Some,
        within: Span,
        after: Type.Optional(Word),
        ...filters,
      }),
      kind('Distinct project of core at least 3 within 30d.', {
        distinct: Name,
        of: Word,
        atLeast: Few,
        within: Type.Optional(Span),
        ...filters,
      }),
      kind('Recent active within 7d, to the instant.', { recent: Word, within: Span, ...filters }),
      kind('Absent session for 30d: seen once, and not since.', { absent: Word, for: Span, ...filters }),
      kind('Sequence domain-connected, list-imported within 48h, from the first step to the last.', {
        sequence: Type.Array(Step, { minItems: 2, maxItems: 5 }),
        within: Type.Optional(Span),
      }),
      kind('Limit records at least 0.8 (80 %). "*" is any limit.', {
        limit: Name,
        // Past ten times full it is a percentage that was meant.
        atLeast: share({ exclusiveMinimum: 0, maximum: 10 }, 'How full (0.8 = 80 %).'),
        by: Type.Optional(By),
      }),
      kind(`Invited teammates who became active: at least 1. At most ${INVITEES} are remembered.`, {
        inviteesActive: Type.Integer({ minimum: 1, maximum: INVITEES }),
      }),
      kind('Trait role is admin.', { trait: Name, is: Scalar }),
      kind('Trait industry in software, finance.', {
        trait: Name,
        in: Type.Array(Scalar, { minItems: 1, maxItems: 10_000 }),
      }),
      kind('Trait employees at least 10.', { trait: Name, atLeast: Type.Number() }),
      kind('Trait employees at most 9.', { trait: Name, atMost: Type.Number() }),
      kind('Trait phone known.', { trait: Name, known: Type.Boolean() }),
      kind('E-mail domain business (a company of its own), free, or one of a list of domains.', {
        emailDomain: Type.Union([
          Type.Literal('business'),
          Type.Literal('free'),
          Type.Array(Type.String({ maxLength: 253, pattern: DOMAIN }), { minItems: 1, maxItems: 10_000 }),
        ]),
      }),
      kind('Users active at least 3, in the account. "qualified" only where accounts are judged.', {
        users: Users,
        atLeast: Some,
      }),
      kind(
        'Users who (count of query-saved at least 1 within 7d) at least 3: only where accounts are judged.',
        {
          usersWho: Type.Ref('Condition'),
          atLeast: Some,
        },
      ),
      kind('All of these.', { all: Type.Array(Type.Ref('Condition'), { minItems: 1, maxItems: 50 }) }),
      kind('Any of these.', { any: Type.Array(Type.Ref('Condition'), { minItems: 1, maxItems: 50 }) }),
      kind('Not this.', { not: Type.Ref('Condition') }),
    ]),
  },
  'Condition',
)

/* The kinds as types, in the same order. */
export type CountLeaf = { count: string; atLeast: number } & Window & Filters
export type AttemptsLeaf = { count: string; afterLimit: string; atLeast: number } & Filters
export type SumLeaf = { sum: string; of: string; atLeast: number } & Window & Filters
export type DaysLeaf = { days: string; atLeast: number; within: Span; after?: string } & Filters
export type DistinctLeaf = { distinct: string; of: string; atLeast: number; within?: Span } & Filters
export type RecentLeaf = { recent: string; within: Span } & Filters
export type AbsentLeaf = { absent: string; for: Span } & Filters
export type SequenceLeaf = { sequence: Step[]; within?: Span }
export type LimitLeaf = { limit: string; atLeast: number; by?: By }
export type InviteesLeaf = { inviteesActive: number }
export type TraitLeaf =
  | { trait: string; is: Scalar }
  | { trait: string; in: Scalar[] }
  | { trait: string; atLeast: number }
  | { trait: string; atMost: number }
  | { trait: string; known: boolean }
export type EmailDomainLeaf = { emailDomain: 'business' | 'free' | string[] }
export type UsersLeaf = { users: Static<typeof Users>; atLeast: number }
export type UsersWhoLeaf = { usersWho: Condition; atLeast: number }

/** A condition without parts. */
export type Leaf =
  | CountLeaf
  | AttemptsLeaf
  | SumLeaf
  | DaysLeaf
  | DistinctLeaf
  | RecentLeaf
  | AbsentLeaf
  | SequenceLeaf
  | LimitLeaf
  | InviteesLeaf
  | TraitLeaf
  | EmailDomainLeaf
  | UsersLeaf
  | UsersWhoLeaf

export type Condition = Leaf | { all: Condition[] } | { any: Condition[] } | { not: Condition }
