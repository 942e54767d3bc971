import type { Span } from '../wire/condition.ts'
import { DAY, HOUR, MINUTE } from '../wire/limits.ts'

const UNITS: Readonly<Record<string, number>> = { m: MINUTE, h: HOUR, d: DAY }

/** `14d`, `48h` or `90m` in ms. The schema has checked the form. */
export function spanAfter(span: Span): number {
  return Number(span.slice(0, -1)) * (UNITS[span.slice(-1)] ?? DAY)
}

/** Counts use whole UTC days: a span in days, rounded up. */
export function spanDays(span: Span): number {
  return Math.ceil(spanAfter(span) / DAY)
}

/** UTC days since 1970. */
export function dayOf(instant: number): number {
  return Math.floor(instant / DAY)
}

/** The smaller instant, where null means never. */
export function earlier(a: number | null, b: number | null): number | null {
  if (a === null) return b
  if (b === null) return a
  return Math.min(a, b)
}
