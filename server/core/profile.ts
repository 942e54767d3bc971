import type { Fields, Trust } from '../wire/event.ts'

/** The order of two occurrences: by time, then by message id. */
export type Stamp = { readonly time: number; readonly id: string }

/** Who acts in an account: a userId, or the anonymousId of somebody nobody has claimed. */
export type Subject = string

/** The last value by (trusted, time, messageId). */
export type Register = {
  readonly value: Fields[string]
  readonly trust: Trust
  readonly time: number
  readonly id: string
  /** The model uses it: never dropped to make room. */
  readonly used?: true
}

/** All-time count with first and last instant, and day buckets as far back as the plan's widest window asks. */
export type Measure = {
  count: number
  firstAt: number
  lastAt: number
  /** UTC days since 1970 and their counts in turn, newest first: `[20400, 3, 20398, 1]`. */
  days: number[]
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
  /** How many days of buckets are kept; the plan's widest window. */
  horizon: number
  /** Newest UTC day seen; buckets as old as the plan's horizon before it are pruned, which commutes with merge. */
  lastDay: number
  /** Events folded in, and how many of them an identity token or a secret key vouched for. */
  events: number
  trusted: number
  /** By signal name. */
  measures: Record<string, Measure>
  traits: Record<string, Register>
  /** By limit name; values are `{used, max, blocked}`. */
  limits: Record<string, Register>
  /** Single facts that events carry: `invitedBy`. */
  marks: Record<string, Register>
  /** Distinct values, at most K by smallest hash: `features`. */
  sets: Record<string, string[]>
}
