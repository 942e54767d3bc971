import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compile } from '../../server/core/engine.ts'
import { evaluate } from '../../server/core/evaluate.ts'
import { explain } from '../../server/core/explain.ts'
import { BALANCED } from '../../server/core/presets.ts'
import type { Condition } from '../../server/wire/condition.ts'
import { DAY, HOUR } from '../../server/wire/limits.ts'
import { Company, event, MONDAY } from './build.ts'
import { anyJournal, RUNS } from './histories.ts'
import { anyEngine } from './models.ts'

const later = fc.integer({ min: 0, max: 45 * 24 }).map((n) => MONDAY + 10 * DAY + n * HOUR)

describe('a score', () => {
  test('is the exact sum of its ledger, and explain and evaluate agree', () => {
    fc.assert(
      fc.property(anyJournal(), anyEngine, later, (journal, engine, at) => {
        const company = new Company(engine)
        company.take(...journal)
        for (const member of company.rows.values()) {
          const told = explain(member, company.state.account, engine, at)
          const { score, tier, qualified, nextChangeAt } = evaluate(member, company.state.account, engine, at)
          expect(told.ledger.reduce((sum, line) => sum + line.points, 0)).toBe(told.score)
          expect(told.ledger.every((line) => Number.isInteger(line.points))).toBe(true)
          expect(told).toMatchObject({ score, tier, qualified, nextChangeAt })
        }
      }),
      RUNS,
    )
  })
})

describe('the clock', () => {
  test('does not pass over what the account counts and what time both begins and ends', () => {
    const when: Condition = {
      usersWho: {
        all: [{ recent: 'core', within: '7d' }, { not: { recent: 'core', within: '3d' } }],
      },
      atLeast: 1,
    }
    const company = new Company(compile({ ...BALANCED, account: { when } }, 1))
    company.take(event('Core Action Completed'))
    for (const [day, isQualified] of [
      [2, false],
      [3, true],
      [6, true],
      [7, false],
    ] as const) {
      company.advance(MONDAY + day * DAY)
      expect(company.state.account.qualified).toBe(isQualified)
    }
  })

  test('evaluating at each next change in turn equals evaluating from scratch at any instant', () => {
    fc.assert(
      fc.property(anyJournal(), anyEngine, later, (journal, engine, at) => {
        const company = new Company(engine)
        company.take(...journal)
        const { account } = company.state
        for (const member of company.rows.values()) {
          let now = evaluate(member, account, engine, account.at)
          while (now.nextChangeAt !== null && now.nextChangeAt <= at)
            now = evaluate(member, account, engine, now.nextChangeAt)
          const { qualified, sales, tier, active, flags } = evaluate(member, account, engine, at)
          expect(now).toMatchObject({ qualified, sales, tier, active, flags })
        }
      }),
      RUNS,
    )
  })

  test('a next change changes something, and the instant before it does not', () => {
    fc.assert(
      fc.property(anyJournal(), anyEngine, (journal, engine) => {
        const company = new Company(engine)
        company.take(...journal)
        const { account } = company.state
        const standing = (at: number, member: Parameters<typeof evaluate>[0]) => {
          const { qualified, sales, tier, active, flags } = evaluate(member, account, engine, at)
          return { qualified, sales, tier, active, flags }
        }
        for (const member of company.rows.values()) {
          const { nextChangeAt } = evaluate(member, account, engine, account.at)
          if (nextChangeAt === null) continue
          expect(standing(nextChangeAt - 1, member)).toEqual(standing(account.at, member))
          expect(standing(nextChangeAt, member)).not.toEqual(standing(account.at, member))
        }
      }),
      RUNS,
    )
  })
})
