import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { settleAccount, sumOf } from '../../server/core/account.ts'
import { compile } from '../../server/core/engine.ts'
import { evaluate } from '../../server/core/evaluate.ts'
import { foldEvent, reckon } from '../../server/core/fold.ts'
import { newMember } from '../../server/core/member.ts'
import { BALANCED } from '../../server/core/presets.ts'
import { inAppRouteOf } from '../../server/core/route.ts'
import type { EventEntry } from '../../server/core/types.ts'
import { DAY, HOUR } from '../../server/wire/limits.ts'
import { Company, event, MONDAY } from './build.ts'
import { anyCourse, anyJournal, RUNS } from './histories.ts'
import { anyEngine } from './models.ts'

/** Everything but the lower bound `dueAt`, which may differ by when somebody looked. */
function outcome(company: Company) {
  const { dueAt: _, ...account } = company.state.account
  return {
    account,
    rows: [...company.rows].sort(([a], [b]) => (a < b ? -1 : 1)),
    decisions: company.decisions,
  }
}

describe('stepping', () => {
  test('keeps the account equal to the sum of its members from scratch, each as evaluated now', () => {
    fc.assert(
      fc.property(anyCourse(), anyEngine, (journal, engine) => {
        const company = new Company(engine)
        for (const entry of journal) {
          company.take(entry)
          const { account } = company.state
          expect(account.sums).toEqual(sumOf(company.rows, engine))
          const again = structuredClone(account)
          settleAccount(again, engine)
          expect(again).toEqual(account)
          for (const member of company.rows.values()) {
            const { qualified, sales, tier, active, flags, score, nextChangeAt } = evaluate(
              member,
              account,
              engine,
              account.at,
            )
            const route = inAppRouteOf({ type: 'pql', champion: member, account, at: account.at }, engine)
            const inApp = sales && route !== null
            expect(member.summary).toMatchObject({ qualified, sales, inApp, tier, active, flags })
            expect(member.dueAt).toBe(nextChangeAt)
            if ('subject' in entry && company.state.members.get(entry.subject) === member)
              expect(member.summary.score).toBe(score)
          }
        }
      }),
      RUNS,
    )
  })

  test('decides the same whether or not the due worker came by in between', () => {
    fc.assert(
      fc.property(
        anyCourse(),
        anyEngine,
        fc.array(fc.nat(200), { maxLength: 10 }),
        (journal, engine, visits) => {
          const alone = new Company(engine)
          const visited = new Company(engine)
          for (const [i, entry] of journal.entries()) {
            alone.take(entry)
            const before = journal[i - 1]?.at ?? entry.at
            const due = (visits[i] ?? 200) / 200
            visited.advance(Math.floor(before + (entry.at - before) * due))
            visited.take(entry)
          }
          const end = (journal.at(-1)?.at ?? 0) + 100 * DAY
          alone.advance(end)
          for (let at = end - 100 * DAY; at < end; at += 37 * HOUR) visited.advance(at)
          visited.advance(end)
          expect(outcome(visited)).toEqual(outcome(alone))
        },
      ),
      RUNS,
    )
  })

  test('decides the same whoever happens to be in memory', () => {
    fc.assert(
      fc.property(anyCourse(), anyEngine, (journal, engine) => {
        const warm = new Company(engine)
        const cold = new Company(engine)
        for (const entry of journal) {
          warm.take(entry)
          cold.unload()
          cold.take(entry)
        }
        expect(outcome(cold)).toEqual(outcome(warm))
      }),
      RUNS,
    )
  })

  test('changes nothing when it needs more', () => {
    fc.assert(
      fc.property(anyCourse(), anyEngine, (journal, engine) => {
        const company = new Company(engine)
        company.watch = (before, after) => expect(after).toEqual(before)
        for (const entry of journal) {
          company.unload()
          company.take(entry)
        }
      }),
      RUNS,
    )
  })

  test('gives every decision an id of its own', () => {
    fc.assert(
      fc.property(anyCourse(), anyEngine, (journal, engine) => {
        const company = new Company(engine)
        company.take(...journal)
        company.advance((journal.at(-1)?.at ?? 0) + 400 * DAY)
        const ids = company.decisions.map((decision) => decision.id)
        expect(new Set(ids).size).toBe(ids.length)
      }),
      RUNS,
    )
  })
})

describe('a new model', () => {
  test('touches those whom it changes, and nobody else', () => {
    const company = new Company(compile(BALANCED, 1))
    for (const subject of ['ann', 'bob', 'cy']) company.take(event('Session Started', { subject }))
    company.take(...Array.from({ length: 5 }, () => event('Core Action Completed', { subject: 'bob' })))
    const points = BALANCED.rules.map((rule) =>
      rule.id === 'core-workflow' ? { ...rule, points: 20 } : rule,
    )
    const { touched } = company.advance(MONDAY, compile({ ...BALANCED, rules: points }, 2))
    expect([...touched]).toEqual(['bob'])
    expect(company.rows.get('bob')?.summary.score).toBe(3000)
  })
})

const profiles = (company: Company) =>
  [...company.rows].map(([subject, { named, loose }]) => [subject, named, loose])

/** Who is credited with whom, and who waits for somebody to credit. */
const credits = ({ rows, state }: Company) => ({
  invitees: Object.fromEntries([...rows].map(([subject, { invitees }]) => [subject, invitees])),
  creditedTo: Object.fromEntries([...rows].map(([subject, { creditedTo }]) => [subject, creditedTo])),
  joined: state.account.joined,
})

function rebuild(company: Company, journal: readonly EventEntry[]): void {
  const { state } = company
  Object.assign(state.account, { own: null, invites: {} })
  for (const [subject, row] of company.rows)
    state.members.set(subject, Object.assign(row, { named: null, loose: null }))
  for (const entry of journal) foldEvent(state, entry, company.engine)
  reckon(state, company.engine, state.account.at)
}

/** Parts, standing and sums; scores are only computed when read, so the stored one may be of any instant. */
function ofAnn({ rows, state }: Company) {
  const { summary, named, loose } = rows.get('ann') ?? newMember()
  return { summary: { ...summary, score: 0 }, named, loose, sums: state.account.sums }
}

describe('a move', () => {
  test('of an anonymous past to a user gives the profile they would have had from the start', () => {
    fc.assert(
      fc.property(
        anyJournal(),
        fc.array(fc.boolean(), { minLength: 40, maxLength: 40 }),
        (journal, before) => {
          const direct = new Company()
          const moved = new Company()
          direct.take(...journal.map((entry) => ({ ...entry, subject: 'ann' })))
          for (const [i, entry] of journal.entries())
            moved.take(
              before[i] ? { ...entry, subject: 'anon-1', anonymous: true } : { ...entry, subject: 'ann' },
            )
          const { named = null, loose = null } = moved.rows.get('anon-1') ?? {}
          const move = {
            kind: 'move',
            account: 'acme',
            at: MONDAY + 30 * DAY,
            historic: false,
            what: 'all',
          } as const
          const [anon, ann] = [
            { account: 'acme', subject: 'anon-1' },
            { account: 'acme', subject: 'ann' },
          ]
          moved.take({ ...move, seq: 1000, subject: 'anon-1', anonymous: true, direction: 'out', other: ann })
          moved.take({
            ...move,
            seq: 1001,
            subject: 'ann',
            anonymous: false,
            direction: 'in',
            parts: { named, loose },
            other: anon,
          })
          direct.advance(MONDAY + 30 * DAY)
          expect(ofAnn(moved)).toEqual(ofAnn(direct))
        },
      ),
      RUNS,
    )
  })
})

describe('the order of arrival', () => {
  /** All at once, so that nothing but the order differs. */
  const shuffled = anyJournal().chain((journal) =>
    fc.tuple(
      fc.constant(journal.map((entry) => ({ ...entry, at: MONDAY }))),
      fc.shuffledSubarray(journal, { minLength: journal.length, maxLength: journal.length }),
    ),
  )

  test('changes no profile, credit, score or sum', () => {
    fc.assert(
      fc.property(shuffled, anyEngine, ([journal, disorder], engine) => {
        const [one, two] = [new Company(engine), new Company(engine)]
        one.take(...journal)
        for (const [seq, entry] of disorder.entries()) {
          two.unload()
          two.take({ ...entry, seq, at: MONDAY })
        }
        const known = (company: Company) => ({
          ...credits(company),
          profiles: Object.fromEntries(profiles(company).map(([subject, ...parts]) => [subject, parts])),
          sums: company.state.account.sums,
          scores: Object.fromEntries(
            [...company.rows].map(([subject, row]) => [
              subject,
              evaluate(row, company.state.account, engine, MONDAY).score,
            ]),
          ),
        })
        expect(known(two)).toEqual(known(one))
      }),
      RUNS,
    )
  })
})

describe('a rebuild', () => {
  test('restores the profiles, credits and sums, and leaves the lead alone', () => {
    fc.assert(
      fc.property(anyJournal(), anyEngine, (journal, engine) => {
        const company = new Company(engine)
        company.take(...journal)
        company.advance(Number.MAX_SAFE_INTEGER / 4)
        const before = structuredClone({ profiles: profiles(company), own: company.state.account.own })
        const credited = credits(company)
        const { lead } = structuredClone(company.state.account)
        rebuild(company, journal)
        expect({ profiles: profiles(company), own: company.state.account.own }).toEqual(before)
        expect(credits(company)).toEqual(credited)
        expect(company.state.account.lead).toEqual(lead)
        expect(company.state.account.sums).toEqual(sumOf(company.rows, engine))
      }),
      RUNS,
    )
  })
})
