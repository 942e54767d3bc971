import type { LedgerLine } from './types.ts'

export type Evaluation = {
  /** Integer hundredths. */
  readonly score: number
  readonly tier: string
  readonly qualified: boolean
  readonly sales: boolean
  readonly active: boolean
  readonly activated: boolean
  readonly flags: number
  /** Next instant at which time alone changes `qualified`, `sales`, `tier`, `active` or `flags`; null = never. */
  readonly nextChangeAt: number | null
}

/**
 * What stands between somebody and qualifying, in words; `points` (hundredths) is what mending this alone adds to the
 * family, up to its cap, or, of a factor, to the score. 0 = brings none by itself.
 */
export type MissingLine = { readonly rule: string; readonly points: number; readonly because: string }

/** How soon somebody wants a person, in a word, and why in a few. */
export type Heat = { readonly word: 'hot' | 'warm' | 'cold'; readonly because: string }

export type Explanation = {
  readonly score: number
  readonly tier: string
  readonly qualified: boolean
  readonly ledger: LedgerLine[]
  readonly missing: MissingLine[]
  readonly nextChangeAt: number | null
  /** When time alone ends the qualification; null = not qualified, or never. */
  readonly dropsAt: number | null
  readonly heat: Heat
  /** The label of the route that leaves somebody at the sales tier to the product; null = none does, or they asked for sales. */
  readonly inApp: string | null
}
