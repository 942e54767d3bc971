import { type Static, Type } from 'typebox'

const Iso = Type.String()
const Maybe = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()])

/** Why an identity token vouched for nobody. */
export const TOKEN_REFUSALS = [
  'no secret',
  'no token',
  'signature',
  'audience',
  'claims',
  'expired',
  'not yet',
  'too long',
  'another user',
  'another account',
] as const
export type TokenRefusal = (typeof TOKEN_REFUSALS)[number]

/** "Is it working?": what arrives, with which keys, and what does not. */
export const Installation = Type.Object({
  version: Type.String(),
  lastEventAt: Maybe(Iso),
  events: Type.Integer(),
  rejected: Type.Integer(),
  /** Requests that were turned away, or believed less than they asked to be. */
  refused: Type.Array(
    Type.Object({
      what: Type.Unsafe<'origin' | 'key' | 'token'>(Type.Enum(['origin', 'key', 'token'])),
      /** Which origin, or why the token vouched for nobody; empty for a key. */
      which: Type.String(),
      requests: Type.Integer(),
      lastAt: Iso,
    }),
  ),
  /** Events that browsers had to throw away before they could send them. */
  dropped: Type.Integer(),
  /** Requests from senders whose clock is more than five minutes off, by key. */
  skewed: Type.Array(Type.Object({ kind: Type.String(), requests: Type.Integer(), lastAt: Iso })),
  origins: Type.Array(Type.Object({ origin: Type.String(), lastAt: Iso, events: Type.Integer() })),
  keys: Type.Array(Type.Object({ kind: Type.String(), key: Type.String(), lastAt: Maybe(Iso) })),
  channels: Type.Array(Type.String()),
  /** Channels whose messages do not arrive; each is gone from here once they do again. */
  failing: Type.Array(
    Type.Object({
      channel: Type.String(),
      deliveries: Type.Integer(),
      /** When the oldest of them was made. */
      since: Iso,
      lastError: Type.String(),
      advice: Type.String(),
    }),
  ),
  /** Addresses that pass on requests of others but are not in TIDEMARK_TRUST_PROXY, since this server started. */
  proxies: Type.Array(Type.Object({ address: Type.String(), requests: Type.Integer(), lastAt: Iso })),
  stripe: Type.Object({
    /** Customers who bought something, of whom nothing says who they are here. */
    unmatched: Type.Array(Type.Object({ customer: Type.String(), lastAt: Iso })),
  }),
  clock: Iso,
})
export type Installation = Static<typeof Installation>

export const Rejected = Type.Object({
  at: Iso,
  reason: Type.String(),
  type: Maybe(Type.String()),
  messageId: Maybe(Type.String()),
})
export type Rejected = Static<typeof Rejected>

/** What erasing removed: the proof, with the number of the entry that stays in the journal and names nobody. */
export const Erasure = Type.Object({
  id: Type.String(),
  at: Iso,
  removed: Type.Object({
    events: Type.Integer(),
    /** What sales did with their leads. */
    actions: Type.Integer(),
    /** What was left of events older than the journal: one for each account and name. */
    summaries: Type.Integer(),
    /** Requests for sales that were held for review. */
    heldRequests: Type.Integer(),
    /** Names under which they were known, visitors included; and their profiles in accounts. */
    ids: Type.Integer(),
    profiles: Type.Integer(),
    leads: Type.Integer(),
    decisions: Type.Integer(),
    deliveries: Type.Integer(),
    promptStates: Type.Integer(),
    sessions: Type.Integer(),
    stripeCustomers: Type.Integer(),
  }),
  /** Accounts that were folded anew without them. */
  refolded: Type.Integer(),
  /** Rows that are still found afterwards: 0. */
  left: Type.Integer(),
  seq: Type.Integer(),
})
export type Erasure = Static<typeof Erasure>

const AnyRecord = Type.Record(Type.String(), Type.Unknown())

/** Everything that is kept about a person or an account. */
export const Export = Type.Object({
  kind: Type.Unsafe<'user' | 'account'>(Type.Enum(['user', 'account'])),
  id: Type.String(),
  exportedAt: Iso,
  /** Every id under which events came: visitors that were claimed, users that were merged. */
  ids: Type.Array(Type.String()),
  accounts: Type.Array(Type.String()),
  events: Type.Array(AnyRecord),
  /** What is left of events older than TIDEMARK_RETENTION_DAYS: counts, traits and instants, by sender and account. */
  summaries: Type.Array(AnyRecord),
  /** Requests for sales that were held for review, and what became of them. */
  heldRequests: Type.Array(AnyRecord),
  leads: Type.Array(AnyRecord),
  decisions: Type.Array(AnyRecord),
  deliveries: Type.Array(AnyRecord),
  /** Which prompts they saw, clicked and dismissed. */
  promptStates: Type.Array(AnyRecord),
})
export type Export = Static<typeof Export>

export const Delivery = Type.Object({
  id: Type.String(),
  channel: Type.String(),
  type: Type.String(),
  accountId: Type.String(),
  company: Type.String(),
  leadId: Type.String(),
  status: Type.Unsafe<'pending' | 'delivered' | 'failed'>(Type.Enum(['pending', 'delivered', 'failed'])),
  attempts: Type.Integer(),
  createdAt: Iso,
  nextAttemptAt: Maybe(Iso),
  deliveredAt: Maybe(Iso),
  lastError: Maybe(Type.String()),
})
export type Delivery = Static<typeof Delivery>

/** How far a rebuild is; the counts are of all its passes so far, `done` and `total` count accounts. */
export const RebuildPass = Type.Object({
  members: Type.Integer(),
  changed: Type.Integer(),
  done: Type.Integer(),
  total: Type.Integer(),
  isOver: Type.Boolean(),
})
export type RebuildPass = Static<typeof RebuildPass>
