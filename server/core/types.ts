import type { EventType, Fields, Trust } from '../wire/event.ts'
import type { LeadAction, LeadActionBody, LeadStatus } from '../wire/view.ts'

/** The order of two occurrences: by time, then by message id. */
export type Stamp = { readonly time: number; readonly id: string }

/** Who acts in an account: a userId, or the anonymousId of somebody nobody has claimed. */
export type Subject = string

/**
 * One accepted event, normalized and placed. `account` is where it counts, `subject` its canonical subject there.
 * `named` tells whether the event itself named the account; if not, it lies in the subject's loose part and moves
 * with its home. `time` is when it happened; `at` the decision instant.
 */
export type EventEntry = {
  readonly kind: 'event'
  readonly seq: number
  readonly account: string
  readonly subject: Subject
  readonly named: boolean
  readonly messageId: string
  readonly time: number
  readonly at: number
  readonly trust: Trust
  /** True for `/v1/import`: decisions are historic. */
  readonly historic: boolean
  /** False for test keys: no leads. */
  readonly counts: boolean
  /** True when its sender labelled it made up (`context.generated: true`); a lead it opens says so. */
  readonly generated?: boolean
  readonly type: EventType
  readonly name: string
  readonly properties: Fields
  readonly traits: Fields
}

/** Rows that moved between members because somebody was claimed or changed home (see subjects.ts in the verbs). */
export type MoveEntry = {
  readonly kind: 'move'
  readonly seq: number
  readonly account: string
  readonly at: number
  readonly historic: boolean
  /** Loose profile leaves `from` (emptying it) or arrives at `to`; both sides get their own entry in their own account. */
  readonly subject: Subject
  readonly direction: 'out' | 'in'
  /** The part that arrives; absent for `out`. */
  readonly part?: Profile
  /** Where it went or came from: "moved to X". */
  readonly other: { readonly account: string; readonly subject: Subject }
}

export type ActionEntry = {
  readonly kind: 'action'
  readonly seq: number
  readonly account: string
  readonly at: number
  readonly leadNo: number
  readonly action: LeadAction
  readonly by: string
  readonly body: LeadActionBody
}

export type Entry = EventEntry | MoveEntry | ActionEntry

/** Count and sum of one UTC day. */
export type DayBucket = readonly [count: number, sum: number]

/** The last value by (trusted, time, messageId). */
export type Register = {
  readonly value: Fields[string]
  readonly trust: Trust
  readonly time: number
  readonly id: string
}

/** All-time count with first and last instant, and day buckets as far back as the plan's widest window asks. */
export type Measure = {
  count: number
  firstAt: number
  lastAt: number
  days: Record<number, DayBucket>
  /** Newest K occurrences, newest first. */
  newest: Stamp[]
}

/**
 * Everything that is remembered of one subject in one account, as a merge of lifted events. Plain JSON. See the
 * profile law: only parts whose merge is associative and commutative.
 */
export type Profile = {
  /** Hash of the plan that lifted it. */
  plan: string
  /** Newest UTC day seen; buckets older than a measure's horizon before it are pruned, which commutes with merge. */
  lastDay: number
  measures: Record<string, Measure>
  traits: Record<string, Register>
  limits: Record<string, Register>
  sets: Record<string, string[]>
}

export type Family = string

/** What the account needs to know of a member, kept as a sum over members (the account law). Integer 0/1 flags. */
export type Summary = {
  readonly active: boolean
  readonly qualified: boolean
  /** Member has reached activation. */
  readonly activated: boolean
  /** Anything but anonymous: anonymous visitors are no users of the account. */
  readonly known: boolean
  readonly tier: string
  /** Score at `at`, in hundredths: for sorting only; scores shown are computed when read. */
  readonly score: number
}

/** The row of one subject in one account. `named` and `loose` are two parts of one profile (see EventEntry.named). */
export type MemberDoc = {
  named: Profile | null
  loose: Profile | null
  /** Bounded state could not absorb something: refold from the journal. */
  stale: boolean
  summary: Summary
  /** Instants at which invitees of this member became active, by invitee (bounded). */
  invitees: Record<Subject, number>
  /** Next instant at which the summary changes by time alone; null = never. */
  dueAt: number | null
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
  route: string
  owner: string | null
  openedAt: number
  updatedAt: number
  dueAt: number | null
  breachedAt: number | null
  closedAt: number | null
  snoozedUntil: number | null
  verified: boolean
  historic: boolean
  generated: boolean
  message: string | null
  movedTo: string | null
  outcome: { reason: string | null; note: string | null; amount: number | null } | null
  history: { at: number; by: string; action: string; note: string }[]
  /** State before the last action, for undo; null when there is nothing to undo. */
  before: Omit<LeadDoc, 'before' | 'history'> | null
}

/** One line of a ledger: integer hundredths of a point; lines sum exactly to the score. */
export type LedgerLine = {
  readonly rule: string
  readonly family: Family
  readonly points: number
  readonly because: string
  readonly count: number
  readonly firstAt: number | null
  readonly lastAt: number | null
}

export type AccountDoc = {
  /** The account's last decision instant: `at` never goes back. */
  at: number
  /** Model version it was last evaluated with. */
  model: number
  /** Own merge: group traits, limits, subscriptions, invitations (e-mail hash -> inviter). */
  own: Profile | null
  /** Inviter by invitee (userId) and by hashed e-mail; bounded. */
  invites: Record<string, { readonly by: Subject; readonly time: number; readonly id: string }>
  /** Sum over members. */
  sums: { members: number; known: number; active: number; qualified: number; activated: number }
  qualified: boolean
  tier: string
  lead: LeadDoc | null
  nextLeadNo: number
  /** No new lead before this instant, hand-raises excepted. */
  coolUntil: number | null
  dueAt: number | null
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

/** The account an entry concerns, with those of its members that are loaded. Stepping changes it in place. */
export type State = { readonly key: string; account: AccountDoc; readonly members: Map<Subject, MemberDoc> }

/** `needs`: nothing was changed; load these members (absent ones as `null` in `known`) and step again. */
export type StepResult =
  | { readonly kind: 'done'; readonly decisions: Decision[]; readonly touched: ReadonlySet<Subject> }
  | { readonly kind: 'needs'; readonly subjects: Subject[] }

export type Evaluation = {
  readonly score: number
  readonly tier: string
  readonly qualified: boolean
  readonly active: boolean
  readonly activated: boolean
  readonly nextChangeAt: number | null
}
