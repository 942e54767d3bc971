import { explain } from '../core/explain.ts'
import { mergeMeasures } from '../core/measure.ts'
import { isSignal } from '../core/measure-spec.ts'
import { newMember } from '../core/step.ts'
import type { MemberDoc } from '../core/types.ts'
import { isoOrNull, ledgerEntry, missingEntry, pointsOf } from '../edge-values.ts'
import { isAnonymous } from '../intake/subject-id.ts'
import { findMemberships } from '../store/members.ts'
import { findSubject } from '../store/subjects.ts'
import type { SubjectRow } from '../store/tables.ts'
import type { UserView } from '../wire/view.ts'
import { traitsOf, trustOf } from './people.ts'
import { type Look, readAccountDoc, readMember } from './read.ts'

/** A user with the reasons for the score, as of now; the top level is the home account's. Null = never heard of. */
export const viewUser = async (look: Look, userId: string): Promise<UserView | null> => {
  const subject = await canonical(look, userId)
  if (!subject || isAnonymous(subject.id)) return null
  await look.freshen({ subject: subject.id })
  const rows = await findMemberships(look.store.db, subject.id)
  const home = rows.find((row) => row.account === subject.home_account)
  const member = home ? readMember(home) : { ...newMember(), known: true }
  const told = explain(member, await readAccountDoc(look, subject.home_account), look.engine, look.now)
  return {
    userId: subject.id,
    accountId: subject.home_account,
    score: pointsOf(told.score),
    tier: told.tier,
    qualified: told.qualified,
    ledger: told.ledger.map(ledgerEntry),
    missing: told.missing.map(missingEntry),
    nextChangeAt: isoOrNull(told.nextChangeAt),
    dropsAt: isoOrNull(told.dropsAt),
    heat: told.heat,
    inApp: told.inApp,
    traits: traitsOf(...rows.map(readMember).flatMap(({ named, loose }) => [named, loose])),
    signals: signalsOf(member),
    trust: trustOf(member),
    memberships: await Promise.all(
      rows.map(async (row) => {
        const account = await readAccountDoc(look, row.account)
        const { score, tier, qualified } = explain(readMember(row), account, look.engine, look.now)
        return { accountId: row.account, score: pointsOf(score), tier, qualified }
      }),
    ),
  }
}

const LINKS = 8

const canonical = async ({ store }: Look, userId: string): Promise<SubjectRow | undefined> => {
  let row = await findSubject(store.db, userId)
  for (let links = 0; links < LINKS && row?.claimed_by; links++)
    row = await findSubject(store.db, row.claimed_by)
  return row
}

const signalsOf = ({ named, loose }: MemberDoc): UserView['signals'] => {
  const signals = new Set([...Object.keys(named?.measures ?? {}), ...Object.keys(loose?.measures ?? {})])
  return [...signals]
    .filter(isSignal)
    .sort()
    .flatMap((signal) => {
      const [a, b] = [named?.measures[signal], loose?.measures[signal]]
      const measure = a && b ? mergeMeasures(a, b) : (a ?? b)
      if (!measure) return []
      const { count, firstAt, lastAt } = measure
      return [{ signal, count, firstAt: isoOrNull(firstAt), lastAt: isoOrNull(lastAt) }]
    })
}
