import { type Static, Type } from 'typebox'
import type { Trust } from './event.ts'

/*
 * What the private API answers. Points are decimals and instants ISO 8601 UTC here, at the edge; inside they are
 * integer hundredths and epoch ms.
 */
const Iso = Type.String()
const Maybe = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()])
const TrustView = Type.Unsafe<Trust>(Type.Enum(['server', 'verified', 'browser']))

export const LedgerEntry = Type.Object({
  rule: Type.String(),
  family: Type.String(),
  points: Type.Number(),
  /** Plain words with count and dates: "2 pricing visits, last on 14 Nov". */
  because: Type.String(),
  count: Type.Number(),
  firstAt: Maybe(Iso),
  lastAt: Maybe(Iso),
  /** The newest events behind it, newest first, and who vouches for each. */
  events: Type.Array(Type.Object({ id: Type.String(), at: Iso, trust: TrustView })),
})
export type LedgerEntry = Static<typeof LedgerEntry>

export const Missing = Type.Object({ rule: Type.String(), points: Type.Number(), because: Type.String() })
export type Missing = Static<typeof Missing>

export const Membership = Type.Object({
  accountId: Type.String(),
  score: Type.Number(),
  tier: Type.String(),
  qualified: Type.Boolean(),
})

export const LimitUse = Type.Object({
  limit: Type.String(),
  used: Type.Number(),
  max: Type.Number(),
  at: Iso,
  trust: TrustView,
})
export type LimitUse = Static<typeof LimitUse>

export const SignalUse = Type.Object({
  signal: Type.String(),
  count: Type.Number(),
  firstAt: Maybe(Iso),
  lastAt: Maybe(Iso),
})

/** Hot, warm or cold, and why in a few words: what it takes is in docs/model.md. */
const HeatView = Type.Object({
  word: Type.Unsafe<'hot' | 'warm' | 'cold'>(Type.Enum(['hot', 'warm', 'cold'])),
  because: Type.String(),
})

export const UserView = Type.Object({
  userId: Type.String(),
  accountId: Type.String(),
  score: Type.Number(),
  tier: Type.String(),
  qualified: Type.Boolean(),
  ledger: Type.Array(LedgerEntry),
  missing: Type.Array(Missing),
  nextChangeAt: Maybe(Iso),
  /** When time alone ends the qualification. */
  dropsAt: Maybe(Iso),
  heat: HeatView,
  /** The name of the route that leaves somebody at the sales tier to the product: no lead opens through them. */
  inApp: Maybe(Type.String()),
  traits: Type.Record(Type.String(), Type.Unknown()),
  signals: Type.Array(SignalUse),
  trust: TrustView,
  memberships: Type.Array(Membership),
})
export type UserView = Static<typeof UserView>

export const Person = Type.Object({
  userId: Type.String(),
  name: Maybe(Type.String()),
  email: Maybe(Type.String()),
  /** False when others vouch for the person, but not for the address; a name says so itself. */
  emailVerified: Type.Boolean(),
  role: Maybe(Type.String()),
  score: Type.Number(),
  tier: Type.String(),
  qualified: Type.Boolean(),
  active: Type.Boolean(),
  lastActiveAt: Maybe(Iso),
  trust: TrustView,
})
export type Person = Static<typeof Person>

/** Why an account is a PQA, and what else would make it one. */
const AccountReasons = { reasons: Type.Array(Type.String()), missing: Type.Array(Type.String()) }

/** Who carries it in the account: the most engaged users, best first (ids), and where the users work, most frequent first. */
const Carriers = { champions: Type.Array(Type.String()), departments: Type.Array(Type.String()) }

export const AccountView = Type.Object({
  accountId: Type.String(),
  name: Type.String(),
  qualified: Type.Boolean(),
  tier: Type.String(),
  score: Type.Number(),
  users: Type.Integer(),
  activeUsers: Type.Integer(),
  qualifiedUsers: Type.Integer(),
  traits: Type.Record(Type.String(), Type.Unknown()),
  limits: Type.Array(LimitUse),
  people: Type.Array(Person),
  ...Carriers,
  ...AccountReasons,
  nextChangeAt: Maybe(Iso),
  leadId: Maybe(Type.String()),
})
export type AccountView = Static<typeof AccountView>

export const LEAD_STATUSES = [
  'open',
  'claimed',
  'contacted',
  'snoozed',
  'won',
  'lost',
  'disqualified',
  'lapsed',
  'moved',
] as const
export type LeadStatus = (typeof LEAD_STATUSES)[number]
/** Statuses of a lead that sales still has to act on. */
export const OPEN_STATUSES: readonly LeadStatus[] = ['open', 'claimed', 'contacted', 'snoozed']

export const LeadSummary = Type.Object({
  id: Type.String(),
  accountId: Type.String(),
  company: Type.String(),
  status: Type.Unsafe<LeadStatus>(Type.Enum([...LEAD_STATUSES])),
  /** hand-raise, pqa or pql: what opened it. */
  type: Type.Unsafe<'hand-raise' | 'pqa' | 'pql'>(Type.Enum(['hand-raise', 'pqa', 'pql'])),
  tier: Type.String(),
  tierLabel: Type.String(),
  score: Type.Number(),
  /** Of whoever carries the lead, now; null once it is closed. */
  heat: Maybe(HeatView),
  /** The one strongest reason, in words. */
  reason: Type.String(),
  users: Type.Integer(),
  activeUsers: Type.Integer(),
  route: Type.String(),
  routeTo: Type.String(),
  owner: Maybe(Type.String()),
  openedAt: Iso,
  /** When it was won, lost, disqualified, lapsed or moved, as its status says; null while it is open. */
  closedAt: Maybe(Iso),
  dueAt: Maybe(Iso),
  breached: Type.Boolean(),
  snoozedUntil: Maybe(Iso),
  /** False when everything behind it came from browsers without an identity token. */
  verified: Type.Boolean(),
  /** True when it was opened by an import: shown, never escalated. */
  historic: Type.Boolean(),
  generated: Type.Boolean(),
})
export type LeadSummary = Static<typeof LeadSummary>

export const LeadView = Type.Intersect([
  LeadSummary,
  Type.Object({
    /** The sentence a rep could say aloud. */
    summary: Type.String(),
    userId: Maybe(Type.String()),
    ledger: Type.Array(LedgerEntry),
    /** What would qualify the person of the lead, and what would add points; nothing once it is closed. */
    missing: Type.Array(Missing),
    /** When time alone takes the lead out of the queue; null = never, or it is closed. */
    dropsAt: Maybe(Iso),
    people: Type.Array(Person),
    ...Carriers,
    account: Type.Object({ qualified: Type.Boolean(), ...AccountReasons }),
    limits: Type.Array(LimitUse),
    timeline: Type.Array(Type.Object({ at: Iso, who: Type.String(), what: Type.String(), trust: TrustView })),
    prompts: Type.Array(
      Type.Object({ at: Iso, promptId: Type.String(), title: Type.String(), what: Type.String() }),
    ),
    playbook: Type.Object({ opener: Type.String(), steps: Type.Array(Type.String()) }),
    /** What the person wrote in the contact form; plain text, never to be linked. */
    message: Maybe(Type.String()),
    /** The e-mail address to answer to: from the form if somebody vouches for the request, else the known one first. */
    replyTo: Maybe(Type.String()),
    history: Type.Array(
      Type.Object({ at: Iso, by: Type.String(), action: Type.String(), note: Type.String() }),
    ),
    undoable: Type.Boolean(),
    traits: Type.Record(Type.String(), Type.Unknown()),
  }),
])
export type LeadView = Static<typeof LeadView>

/** `POST /api/leads/{id}/{action}`. `reason` is wanted by disqualify, `outcome` by outcome, `until` by snooze. */
export const LEAD_ACTIONS = ['claim', 'contact', 'snooze', 'disqualify', 'outcome', 'undo'] as const
export type LeadAction = (typeof LEAD_ACTIONS)[number]
export const LeadActionBody = Type.Object(
  {
    reason: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
    note: Type.Optional(Type.String({ maxLength: 1000 })),
    outcome: Type.Optional(Type.Union([Type.Literal('won'), Type.Literal('lost')])),
    amount: Type.Optional(Type.Number({ minimum: 0 })),
    until: Type.Optional(Iso),
  },
  { additionalProperties: false },
)
export type LeadActionBody = Static<typeof LeadActionBody>

export const DISQUALIFY_REASONS = [
  'student',
  'competitor',
  'budget',
  'support request',
  'too small',
  'not a fit',
  'other',
] as const

/** RFC 9457 problem details; `problems` lists each mistake with its path. */
export const Problem = Type.Object({
  type: Type.String(),
  title: Type.String(),
  status: Type.Integer(),
  detail: Type.Optional(Type.String()),
  problems: Type.Optional(
    Type.Array(Type.Object({ path: Type.String(), given: Type.String(), wanted: Type.String() })),
  ),
})
export type Problem = Static<typeof Problem>
