import type { LedgerLine, MissingLine } from './core/types.ts'
import type { LedgerEntry, Missing } from './wire/view.ts'

/* At the edge points are decimals and instants ISO 8601; inside they are hundredths and epoch ms. */

export const isoOf = (instant: number): string => new Date(instant).toISOString()

export const isoOrNull = (instant: number | null): string | null => (instant === null ? null : isoOf(instant))

export const pointsOf = (hundredths: number): number => hundredths / 100

export const ledgerEntry = (line: LedgerLine): LedgerEntry => ({
  rule: line.rule,
  family: line.family,
  points: pointsOf(line.points),
  because: line.because,
  count: line.count,
  firstAt: isoOrNull(line.firstAt),
  lastAt: isoOrNull(line.lastAt),
  events: line.events.map(({ id, time, trust }) => ({ id, at: isoOf(time), trust })),
})

export const missingEntry = (line: MissingLine): Missing => ({ ...line, points: pointsOf(line.points) })
