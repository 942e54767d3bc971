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
  readonly holds: (member: MemberDoc, account: AccountDoc, at: number) => boolean
  /**
   * Time alone changes a leaf at most once, because all that it looks at lies in the past: the instant after `at` at
   * which it does, Infinity if it does not.
   */
  readonly flipsAt: (member: MemberDoc, account: AccountDoc, at: number) => number
  readonly evidence: (member: MemberDoc, account: AccountDoc, at: number) => Evidence
  /** What it would take: "1 of 2 pricing visits". */
  readonly lacks: (member: MemberDoc, account: AccountDoc, at: number) => string
}

/** The end of what time alone cannot end. */
export const never = (): number => Number.POSITIVE_INFINITY
