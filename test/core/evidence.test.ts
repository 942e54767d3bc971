import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { compile } from '../../server/core/engine.ts'
import { evaluate } from '../../server/core/evaluate.ts'
import { explain } from '../../server/core/explain.ts'
import { BALANCED } from '../../server/core/presets.ts'
import type { EventEntry, LedgerLine } from '../../server/core/types.ts'
import { DAY, HOUR } from '../../server/wire/limits.ts'
import type { Model } from '../../server/wire/model.ts'
import { Company, event, MONDAY } from './build.ts'
import { anyJournal, RUNS } from './histories.ts'
import { anyModel } from './models.ts'

const later = fc.integer({ min: 0, max: 45 * 24 }).map((n) => MONDAY + n * HOUR)

/** An instant of an event, or, of what is not remembered one by one, the start of a day. */
const isOf = (journal: readonly EventEntry[], instant: number | null): boolean =>
  instant === null || instant % DAY === 0 || journal.some(({ time }) => time === instant)

function expectOf(journal: readonly EventEntry[], { firstAt, lastAt, events }: LedgerLine): void {
  expect(isOf(journal, firstAt) && isOf(journal, lastAt)).toBe(true)
  for (const { id, time, trust } of events) {
    expect(journal.find(({ messageId }) => messageId === id)).toMatchObject({ time, trust })
    expect(time).toBeGreaterThanOrEqual(firstAt ?? Number.POSITIVE_INFINITY)
    expect(time).toBeLessThanOrEqual(lastAt ?? 0)
  }
}

test('what stands behind a line is in the journal, and its dates are about it', () => {
  fc.assert(
    fc.property(anyJournal(), anyModel, later, (journal, model, at) => {
      const company = new Company(compile(model, 1))
      company.take(...journal)
      for (const member of company.rows.values())
        for (const line of explain(member, company.state.account, company.engine, at).ledger)
          expectOf(journal, line)
    }),
    RUNS,
  )
})

test('of first days the dates are those of the days, whatever came before and after', () => {
  const rule = { id: 'early', family: 'usage-depth', label: 'Early', points: 10 }
  const when = { count: 'active', atLeast: 1, within: '2d', after: 'signup' } as const
  const company = new Company(compile({ ...BALANCED, rules: [{ ...rule, when }] }, 1))
  const on = (day: number) =>
    event('Core Action Completed', { time: MONDAY + day * DAY, at: MONDAY + 9 * DAY })
  const signup = event('Signed Up', { at: MONDAY + 9 * DAY })
  const [second, others] = [on(1), [-3, -2, 5, 6, 7, 8].map(on)]
  company.take(signup, second, ...others)
  const member = company.rows.get('ann')
  const told = member && explain(member, company.state.account, company.engine, MONDAY + 9 * DAY).ledger
  expect(told).toMatchObject([
    {
      count: 2,
      firstAt: signup.time,
      lastAt: second.time,
      events: [{ id: second.messageId }, { id: signup.messageId }],
    },
  ])
})

test('nothing ends a qualification before its end, and it ends exactly then', () => {
  fc.assert(
    fc.property(anyJournal(), anyModel, later, (journal, given, at) => {
      const qualify = { ...given.qualify, score: 1, families: 1 }
      const model: Model = { ...given, qualify, cap: 100 }
      const company = new Company(compile(model, 1))
      company.take(...journal)
      const { account } = company.state
      for (const member of company.rows.values()) {
        const isQualified = (instant: number) => evaluate(member, account, company.engine, instant).qualified
        const { qualified, dropsAt } = explain(member, account, company.engine, at)
        const until = dropsAt ?? at + 1_000 * DAY
        if (!qualified) expect(dropsAt).toBe(null)
        else
          for (let i = 0; i < 20; i++)
            expect(isQualified(at + Math.floor(((until - at) * i) / 20))).toBe(true)
        if (dropsAt !== null) expect([isQualified(dropsAt - 1), isQualified(dropsAt)]).toEqual([true, false])
      }
    }),
    RUNS,
  )
})
