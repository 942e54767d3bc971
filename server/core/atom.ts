import type { AccountDoc, MemberDoc, Stamp } from './types.ts'

/** What stands behind a ledger line. */
export type Evidence = {
  readonly because: string
  readonly count: number
  readonly firstAt: number | null
  readonly lastAt: number | null
  /** The newest occurrences, newest first. */
  readonly events: readonly Stamp[]
}

/** A leaf of a condition. */
export type Atom = {
  /**
   * Whether it holds at `at`, and for how long. Time alone changes a leaf at most once, because all that it looks at
   * lies in the past: `until` says it all.
   */
  readonly stands: (member: MemberDoc, account: AccountDoc, at: number) => Standing
  readonly evidence: (member: MemberDoc, account: AccountDoc, at: number) => Evidence
  /** What it would take: "1 of 2 pricing visits". */
  readonly lacks: (member: MemberDoc, account: AccountDoc, at: number) => string
}

/**
 * Positive: it holds until that instant. Negative: it does not hold until that instant, sign apart, and from then on
 * it does. Infinite: time alone changes nothing. One number, because leaves are read for every event.
 */
export type Standing = number

export const FOR_GOOD: Standing = Number.POSITIVE_INFINITY
export const NEVER: Standing = Number.NEGATIVE_INFINITY

/** Nobody has asked yet. A number too: a list of nothing but numbers holds them, one with null points to each. */
export const UNREAD: Standing = Number.NaN

/** Of what time alone does not change. */
export const lasting = (holds: boolean): Standing => (holds ? FOR_GOOD : NEVER)

/** Whether what stands so holds at this instant or a later one than it was read for. */
export const holdsAt = (standing: Standing, at: number): boolean =>
  standing > 0 ? at < standing : at >= -standing
