import type { Generated } from 'kysely'

/*
 * The rows as the database holds them. Documents are JSON text on both databases, so that they come back with the
 * bytes that were written; flags are 0 or 1; instants are epoch ms.
 */

/** One accepted event, lead action or publication. `subject` is the sender as sent, before any claim. */
export type JournalRow = {
  received_at: number
  seq: number
  account: string
  subject: string
  message_id: string
  model: number
  time: number
  at: number
  kind: string
  trust: string
  /** Bits, see journal.ts. */
  flags: number
  body: string
}

/**
 * Whose message ids were accepted, and where in the journal they are. Postgres forgets them after the dedupe window;
 * SQLite, where this is also the journal's index by sender, never does.
 */
export type SeenRow = { sender: string; message_id: string; received_at: number; seq: number }

/**
 * What is left of events that the journal no longer keeps, as if they were still there: of one sender, in the account in
 * which they were counted, apart for those that named it (`named` = 1). `doc` is a `BaseDoc`.
 */
export type BaseRow = { subject: string; account: string; named: number; doc: string }

/** `account` is the one that the request named; `doc` is an `Incoming`. */
export type HeldRow = {
  id: string
  sender: string
  account: string | null
  at: number
  status: 'waiting' | 'dismissed' | 'accepted'
  reason: string
  doc: string
}

/** `doc` is a `SubjectDoc` (identity.ts); the columns repeat what statements ask for. */
export type SubjectRow = { id: string; claimed_by: string | null; home_account: string; doc: string }

export type MemberRow = { account: string; subject: string; doc: string; due_at: number | null }
/** `seq`: the last entry of the journal that the documents of the account and its members contain. */
export type AccountRow = { key: string; doc: string; due_at: number | null; seq: number }

export type LeadRow = {
  account: string
  no: number
  status: string
  historic: number
  opened_at: number
  due_at: number | null
  doc: string
}

export type DecisionRow = {
  id: string
  account: string
  at: number
  kind: string
  subject: string
  lead_no: number | null
  notify: number
}

export type OutboxTableRow = {
  id: string
  account: string
  channel: string
  type: string
  lead_no: number
  body: string
  status: string
  attempts: number
  due_at: number
  lease_until: number
  created_at: number
  delivered_at: number | null
  error: string | null
}

export type VersionRow = { version: number; at: number; made_by: string; reason: string; value: string }
export type SettingRow = { name: string; value: string }
export type SessionRow = { hash: string; kind: string; email: string; expires_at: number }
export type RejectedRow = {
  id: string
  at: number
  reason: string
  type: string | null
  message_id: string | null
}
/** A counter with the last instant at which it grew: events, rejections, origins, keys. */
export type TallyRow = { kind: string; name: string; count: number; last_at: number }

/** `kind` says whether `target` is an account or a user; both are null while nobody knows. `waiting` is a JSON list of messages. */
export type StripeCustomerRow = {
  id: string
  kind: 'account' | 'user' | null
  target: string | null
  waiting: string
  noted_at: number
}

/** `doc` is a `PromptState`. A user's under the id as sent, so that claims and merges move nothing. */
/** `touched`: by account, which prompts were seen there last (see core/goal.ts). */
export type PromptStateRow = { kind: 'user' | 'account' | 'touched'; id: string; doc: string }

export type Tables = {
  journal: JournalRow
  /** The journal with the sender by which its rows are found. */
  journal_of: JournalRow & { sender: string }
  /** SQLite only: the last number drawn, and from where on the journal may hold what is not in the other tables. */
  journal_seq: { last: number; lag_from: number }
  seen: SeenRow
  base: BaseRow
  held: HeldRow
  subject: SubjectRow
  member: MemberRow
  /** Members with the score at which they were last judged. */
  standing: MemberRow & { score: number }
  /** `lease_until`: until then another server is waking it (Postgres only). */
  account: AccountRow & { lease_until: Generated<number> }
  lead: LeadRow
  decision: DecisionRow
  outbox: OutboxTableRow
  model: VersionRow
  prompts: VersionRow
  prompt_state: PromptStateRow
  setting: SettingRow
  session: SessionRow
  rejected: RejectedRow
  tally: TallyRow
  stripe_customer: StripeCustomerRow
}
