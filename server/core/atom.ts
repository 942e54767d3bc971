import type { AccountDoc, MemberDoc } from './types.ts'

/** What stands behind a ledger line. */
export type Evidence = {
  readonly because: string
  readonly count: number
  readonly firstAt: number | null
  readonly lastAt: number | null
}

/**
 * A leaf of a condition. Time alone can only end it, never begin it, because all that it looks at lies in the past:
 * `endsAt` is that instant, Infinity if it is already over or never ends.
 */
export type Atom = {
  readonly holds: (member: MemberDoc, account: AccountDoc, at: number) => boolean
  readonly endsAt: (member: MemberDoc, at: number) => number
  readonly evidence: (member: MemberDoc, account: AccountDoc, at: number) => Evidence
  /** What it would take: "1 of 2 pricing visits". */
  readonly lacks: (member: MemberDoc, account: AccountDoc, at: number) => string
}

/** The end of what time alone cannot end. */
export const never = (): number => Number.POSITIVE_INFINITY
