import { expect, test } from 'vitest'
import { moneyOf } from '../../server/core/money.ts'
import { action, Company, event, hours, MONDAY } from './build.ts'

test.each([
  [49.9, 'eur', 4_990, 'EUR'],
  [12.5, undefined, 1_250, null],
  [1.005, 'USD', 101, 'USD'],
  [5_000, 'JPY', 5_000, 'JPY'],
  [1.234, 'KWD', 1_234, 'KWD'],
  [0, 'USD', 0, 'USD'],
  [1e-7, 'USD', 0, 'USD'],
  [1e21, 'USD', null, 'USD'],
  [Number.NaN, 'USD', null, 'USD'],
  ['49', 'dollars', null, null],
])('%s of %s are %s minor units of %s', (amount, currency, minor, code) => {
  expect(moneyOf(amount, currency)).toEqual({ amount: minor, currency: code })
})

function asked(): Company {
  const company = new Company()
  company.take(event('Sales Contact Requested'))
  return company
}

test('a rep, a CRM and billing mean the same by the same figure', () => {
  const [rep, crm, billing] = [asked(), asked(), asked()]
  const time = MONDAY + hours(1)
  const money = { amount: 4_800.5, currency: 'usd' }
  rep.take(action({ action: 'outcome', at: time, body: { outcome: 'won', amount: 4_800.5 } }))
  crm.take(event('Deal Closed', { time, trust: 'server', properties: { outcome: 'won', ...money } }))
  billing.take(event('Subscription Started', { time, trust: 'server', properties: money }))
  expect(rep.lead.outcome).toMatchObject({ amount: 480_050, currency: null })
  expect(crm.lead.outcome).toMatchObject({ amount: 480_050, currency: 'USD' })
  expect(billing.lead.outcome).toMatchObject({ amount: 480_050, currency: 'USD' })
})
