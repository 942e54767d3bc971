import type { LeadStatus } from '../wire/view.ts'
import type { DueIndex } from './due-index.ts'
import type { Profile, Stamp, Subject } from './profile.ts'

export type { ActionEntry, Entry, EventEntry, MoveEntry } from './entry.ts'
/* The shapes that the other rooms store and pass on; all of them plain JSON. */
export type { Evaluation, Explanation, Heat, MissingLine } from './explanation.ts'
export type { Measure, Profile, Register, SeenValue, Stamp, Subject } from './profile.ts'

export type Family = string

/** What the account needs to know of a member, kept as a sum over members (the account law). Integer 0/1 flags. */
export type Summary = {
  readonly active: boolean
  readonly qualified: boolean
  /** Member has reached activation. */
  readonly activated: boolean
  /** Anything but anonymous: anonymous visitors are no users of the account. */
  readonly known: boolean
  /** A token or secret key vouched for at least one of its events. */
  readonly trusted: boolean
  /** Qualified into a tier that goes to sales, or asked for sales. */
  readonly sales: boolean
  /** That, but a route leaves them to the product. */
  readonly inApp: boolean
  readonly tier: string
  /** Score at `at`, in hundredths: for sorting only; scores shown are computed when read. */
  readonly score: number
  /** Which of the conditions that the account counts hold: one bit each. */
  readonly flags: number
}

/** The row of one subject in one account. `named` and `loose` are two parts of one profile (see EventEntry.named). */
export type MemberDoc = {
  /** Anything but anonymous. */
  known: boolean
  named: Profile | null
  loose: Profile | null
  /** Bounded state could not absorb something: refold from the journal. */
  stale: boolean
  summary: Summary
  /** What activated those this member invited, by invitee (bounded). */
  invitees: Record<Subject, Credit>
  /** The inviter in whose `invitees` this member stands. */
  creditedTo: Subject | null
  /** Next instant at which the summary changes by time alone; null = never. */
  dueAt: number | null
}

/** An activating event; the instant alone when the event is not known any more. */
export type Credit = Stamp | number

export type Invite = {
  readonly by: Subject
  readonly time: number
  readonly id: string
  readonly trusted: boolean
}

/** Somebody active since `at`, whose inviter `by` (null = unknown) is not there; `key` is their hashed e-mail. */
export type Waiting = {
  readonly key: string | null
  readonly by: Subject | null
  readonly subject: Subject
  readonly at: number
}

/** A lead as stored. `reasons` is the ledger at the last decision, in hundredths. */
export type LeadDoc = {
  no: number
  status: LeadStatus
  type: 'hand-raise' | 'pqa' | 'pql'
  /** The champion: whoever carries the strongest evidence. */
  subject: Subject
  tier: string
  score: number
  reasons: LedgerLine[]
  /** Why now, in a few words, at the last decision; a hand-raise says more. */
  reason: string
  route: string
  owner: string | null
  openedAt: number
  updatedAt: number
  dueAt: number | null
  breachedAt: number | null
  closedAt: number | null
  snoozedUntil: number | null
  verified: boolean
  /** Whether anything vouched for the champion: then a request that nothing vouches for takes their place no more. */
  vouched: boolean
  historic: boolean
  generated: boolean
  message: string | null
  /** How the champion signed the contact form, and where they want the answer: nobody vouches for it. */
  name: string | null
  email: string | null
  movedTo: string | null
  /** Instant of the newest hand-raise that was notified (an unverified one is, once a day). */
  raisedAt: number | null
  /** `amount` in minor units (cents). */
  outcome: {
    reason: string | null
    note: string | null
    amount: number | null
    currency: string | null
  } | null
  history: { at: number; by: string; action: string; note: string }[]
  /** What the last action changed, for undo; null when there is nothing to undo. */
  before: LeadStand | null
}

/** The part of a lead that actions change. */
export type LeadStand = Pick<LeadDoc, 'status' | 'owner' | 'dueAt' | 'closedAt' | 'snoozedUntil' | 'outcome'>

/** One line of a ledger: integer hundredths of a point; lines sum exactly to the score. */
export type LedgerLine = {
  readonly rule: string
  readonly family: Family
  readonly points: number
  readonly because: string
  readonly count: number
  readonly firstAt: number | null
  readonly lastAt: number | null
  /** The newest events behind it, newest first, and who vouches for each. */
  readonly events: readonly Stamp[]
}

export type AccountDoc = {
  /** The account's last decision instant: `at` never goes back. */
  at: number
  /** Model version it was last evaluated with; 0 = never. */
  model: number
  /** Own merge: group traits, limits, the plan bought. */
  own: Profile | null
  /** Who invited, by hashed e-mail of the invited: the earliest, of those that somebody vouches for if any (bounded). */
  invites: Record<string, Invite>
  /** Active colleagues who are credited to nobody: the newest, for inviters and invitations that come late. */
  joined: Waiting[]
  /** Sum over members. */
  sums: Sums
  /** PQA. */
  qualified: boolean
  /** By the account's own rules, in hundredths; 0 if it has none. */
  score: number
  tier: string
  /** The newest lead, open or closed. */
  lead: LeadDoc | null
  nextLeadNo: number
  /** No new lead before this instant, hand-raises excepted. */
  coolUntil: number | null
  /** Whether standing at the sales tier may open a lead: not again before all whom leads may open through left it once. */
  armed: boolean
  /** Whether the newest event was imported, or labelled made up; and whether any event came with a live key. */
  historic: boolean
  generated: boolean
  live: boolean
  /** When the newest imported event came; 0 = never. */
  importedAt: number
  /** A lower bound of every due instant in the account: its members', its lead's, its cool-down's. */
  dueAt: number | null
}

/** Sums over members. All but `members` leave out anonymous ones, and untrusted ones when the model says "verified". */
export type Sums = {
  members: number
  known: number
  active: number
  activated: number
  qualified: number
  /** Qualified *and* active: the numerator of the share. */
  qualifiedActive: number
  sales: number
  /** How many of those are left to the product. */
  inApp: number
  /** Members by tier. */
  tiers: Record<string, number>
  /** Members for whom a condition holds that the account counts, by its number. */
  who: Record<number, number>
}

/** What one step decided; recorded, and sent when `notify`. Its id is (account, seq or due instant, n). */
export type Decision = {
  readonly id: string
  readonly account: string
  readonly at: number
  readonly kind:
    | 'lead.qualified'
    | 'lead.updated'
    | 'lead.breached'
    | 'lead.closed'
    | 'user.qualified'
    | 'user.lapsed'
  readonly subject: Subject
  readonly lead: LeadDoc | null
  readonly notify: boolean
}

/**
 * The account an entry concerns, with those of its members that are loaded (`null` = looked up, not there). Stepping
 * changes it in place; `members` gets new ones put in.
 */
export type State = {
  readonly key: string
  readonly account: AccountDoc
  readonly members: Map<Subject, MemberDoc | null>
  /** Every member with `dueAt <= loadedUntil` is in `members`; 0 = none looked up; Infinity = all members are loaded. */
  loadedUntil: number
  /** The least `dueAt` among members not loaded; null = none. Only asked after `needs.dueUntil`. */
  nextDueAt: number | null
  /** Core's own: who of the loaded is due when. Drop it when members were changed without a step. */
  due?: DueIndex | null
}

/**
 * `needs`: nothing was changed; load these members and, if `dueUntil` is not null, all whose `dueAt <= dueUntil` (set
 * `loadedUntil` and `nextDueAt`; Infinity asks for every member), then step again.
 * `done`: write the account, the `touched` members (some named twice; delete those with both parts null), the leads in the decisions
 * and, when `leadChanged`, `account.lead`. `refused` says why a lead action did nothing: don't journal it.
 */
export type StepResult =
  | {
      readonly kind: 'done'
      readonly decisions: Decision[]
      readonly touched: Iterable<Subject>
      readonly leadChanged: boolean
      readonly refused: string | null
    }
  | { readonly kind: 'needs'; readonly subjects: Subject[]; readonly dueUntil: number | null }
