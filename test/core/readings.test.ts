import { describe, expect, test } from 'vitest'
import { readingsOf } from '../../server/core/readings.ts'
import type { EventEntry } from '../../server/core/types.ts'
import { Company, event, MONDAY } from './build.ts'

const full = (): EventEntry[] => [
  ...Array.from({ length: 5 }, () => event('Core Action Completed')),
  event('Limit Reached', { properties: { limit: 'records', used: 100, max: 100 } }),
  event('Pricing Viewed'),
  event('Pricing Viewed'),
]

function atTheLimit(): Company {
  const company = new Company()
  company.take(event('Session Started', { subject: 'bob' }), ...full())
  return company
}

/** The fullest limit of the account. */
const standing = ({ state, rows }: Company) => readingsOf(state.account, rows.values())[0]

test('a limit is as full as it was reported last, whoever reported it', () => {
  const company = atTheLimit()
  const properties = { limit: 'records', used: 60, max: 100 }
  company.take(event('Limit Approached', { subject: 'bob', time: MONDAY + 1, properties }))
  expect(standing(company)).toMatchObject({ used: 60, max: 100, ratio: 0.6 })
})

describe('after a purchase', () => {
  const bought = { time: MONDAY + 1, trust: 'server' } as const
  const again = (time: number) =>
    event('Limit Reached', { time, properties: { limit: 'records', used: 1_000, max: 1_000 } })

  test('the old limit is not told as if it still stood, nor counted', () => {
    const company = atTheLimit()
    expect(company.rows.get('ann')?.summary.score).toBe(7_000)
    company.take(event('Subscription Started', { ...bought, subject: 'bob' }))
    expect(standing(company)).toBeUndefined()
    expect(company.rows.get('ann')?.summary.score).toBe(5_500)
    company.take(again(MONDAY + 2))
    expect(standing(company)).toMatchObject({ used: 1_000, max: 1_000 })
    expect(company.rows.get('ann')?.summary.score).toBe(7_000)
  })

  test('whichever of the two was heard of first', () => {
    const company = new Company()
    company.take(event('Subscription Started', bought), ...full())
    expect(company.rows.get('ann')?.summary.score).toBe(5_500)
  })

  test('unless it is only a page that says so', () => {
    const company = atTheLimit()
    company.take(event('Subscription Started', { time: MONDAY + 1 }))
    expect(standing(company)).toMatchObject({ used: 100, max: 100 })
  })
})
