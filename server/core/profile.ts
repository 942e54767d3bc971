import type { Fields, Trust } from '../wire/event.ts'

/** One occurrence; their order is by time, then by message id. */
export type Stamp = { readonly time: number; readonly id: string; readonly trust: Trust }

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

/**
 * All-time count with first and last instant, and day buckets as far back as the model asks. A measure of a sum counts
 * hundredths instead of occurrences. It carries its own bounds, so that merging asks nobody.
 */
export type Measure = {
  count: number
  firstAt: number
  lastAt: number
  /** How many days before the profile's newest one have buckets. */
  readonly horizon: number
  /** UTC days since 1970 and their counts in turn, newest first: `[20400, 3, 20398, 1]`. */
  days: number[]
  /** Newest occurrences, newest first. */
  newest: Stamp[]
  /** For first days, sequences and attempts: the oldest occurrences, oldest first, as many as the newest. */
  oldest?: Stamp[]
  /** For what activates: the first occurrence; null = not known, because its event is gone. */
  first?: Stamp | null
  /** For "within 7d after signup": the oldest days that anything happened on, oldest first, in pairs as `days`. */
  early?: { readonly atMost: number; days: number[] }
  /** For sequences and attempts: the oldest instants (ascending) and the newest (descending). */
  instants?: { readonly atMost: number; first: number[]; last: number[] }
  /** For distinct values: those seen last, by hash, with the day; newest first, then by hash. */
  values?: { readonly atMost: number; seen: SeenValue[] }
}

export type SeenValue = readonly [day: number, value: string]

/**
 * Everything that is remembered of one subject in one account, as a merge of lifted events. Plain JSON. See the
 * profile law: only parts whose merge is associative and commutative.
 */
export type Profile = {
  /** Hash of the plan that lifted it. */
  plan: string
  /** Newest UTC day seen; buckets as old as a measure's horizon before it are pruned, which commutes with merge. */
  lastDay: number
  /** Events folded in, and how many of them an identity token or a secret key vouched for. */
  events: number
  trusted: number
  /** By signal name; with filters, or of sums and distinct values, by signal and hash: `core:1x7k3`. */
  measures: Record<string, Measure>
  traits: Record<string, Register>
  /** By limit name; values are `{used, max, blocked}`. */
  limits: Record<string, Register>
  /** Single facts that events carry: `invitedBy`. */
  marks: Record<string, Register>
  /** Distinct values, at most K by smallest hash: `features`. */
  sets: Record<string, string[]>
  /** Measures that do not reach back to the beginning, because the events are gone: since when they are complete. */
  since?: Readonly<Record<string, number>>
}
