import { isCounted } from './account.ts'
import type { Engine } from './engine.ts'
import { registerOf } from './member.ts'
import type { MemberDoc, Subject } from './types.ts'

const CHAMPIONS = 3
const DEPARTMENTS = 8

/** The most engaged users who count: qualified ones first, then by score. */
export function championsOf(members: ReadonlyMap<Subject, MemberDoc | null>, engine: Engine): Subject[] {
  return [...members]
    .flatMap(([subject, member]) => (member ? [{ subject, summary: member.summary }] : []))
    .filter(({ summary }) => summary.active && summary.score > 0 && isCounted(summary, engine))
    .sort(
      (a, b) =>
        Number(b.summary.qualified) - Number(a.summary.qualified) ||
        b.summary.score - a.summary.score ||
        (a.subject < b.subject ? -1 : 1),
    )
    .slice(0, CHAMPIONS)
    .map(({ subject }) => subject)
}

/** The departments of an account's users, as their traits name them: the most frequent first. */
export function departmentsOf(members: Iterable<MemberDoc | null>): string[] {
  const seen = new Map<string, number>()
  for (const member of members) {
    const told = member?.known ? registerOf(member, 'traits', 'department')?.value : undefined
    const department = typeof told === 'string' ? told.trim() : ''
    if (department !== '') seen.set(department, (seen.get(department) ?? 0) + 1)
  }
  return [...seen]
    .sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
    .slice(0, DEPARTMENTS)
    .map(([department]) => department)
}
