import { mergeValues } from './measure-parts.ts'
import type { MemberDoc, SeenValue } from './types.ts'

type Seen = { readonly seen: readonly SeenValue[]; readonly isFull: boolean }
const NOTHING: Seen = { seen: [], isFull: false }

/** The distinct values that a member is known to have used, those used last first. */
export function valuesOf({ named, loose }: MemberDoc, key: string): Seen {
  const a = named?.measures[key]?.values
  const b = loose?.measures[key]?.values
  const values = a && b ? mergeValues(a, b) : (a ?? b)
  return values ? { seen: values.seen, isFull: values.seen.length >= values.atMost } : NOTHING
}
