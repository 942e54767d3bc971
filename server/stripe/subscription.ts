import type { Fields } from '../wire/event.ts'
import { listIn, numberIn, objectIn, textIn } from './fields.ts'

/** What a change of a Stripe subscription means here. */
export type Change = {
  readonly event: 'Subscription Started' | 'Subscription Changed' | 'Subscription Ended'
  readonly properties: Fields
}

type Standing = {
  readonly isPaying: boolean
  readonly isFree: boolean
  readonly properties: { readonly plan: string | null; readonly amount: number | null }
}

/**
 * Only money is a win: a subscription that is active and costs something. A trial is none, neither is a free plan nor one
 * with everything taken off; each becomes one when it turns into the former.
 */
export const changeOf = (type: string, subscription: Fields, previous: Fields | null): Change | null => {
  const now = standingOf(subscription)
  if (type === 'customer.subscription.deleted')
    return { event: 'Subscription Ended', properties: now.properties }
  if (type === 'customer.subscription.created') return now.isPaying ? started(now) : null
  if (type !== 'customer.subscription.updated') return null
  const before = standingOf({ ...subscription, ...previous })
  if (now.isPaying && !before.isPaying) return started(now)
  if (now.isPaying) return isSame(now, before) ? null : { ...started(now), event: 'Subscription Changed' }
  const wentFree = before.isPaying && now.isFree
  return wentFree ? { event: 'Subscription Ended', properties: before.properties } : null
}

const started = ({ properties }: Standing): Change => ({ event: 'Subscription Started', properties })

const isSame = (a: Standing, b: Standing): boolean =>
  a.properties.plan === b.properties.plan && a.properties.amount === b.properties.amount

const standingOf = (subscription: Fields): Standing => {
  const items = listIn(objectIn(subscription, 'items'), 'data')
  const prices = items.map((item) => objectIn(item, 'price') ?? objectIn(item, 'plan'))
  const currency = textIn(subscription, 'currency') ?? textIn(prices[0] ?? null, 'currency')
  const minor = isAllOff(subscription) ? 0 : totalOf(items)
  const isActive = textIn(subscription, 'status') === 'active'
  const interval = textIn(objectIn(prices[0] ?? null, 'recurring') ?? prices[0] ?? null, 'interval')
  return {
    isPaying: isActive && minor !== 0,
    isFree: isActive && minor === 0,
    properties: {
      plan: planOf(subscription, prices[0] ?? null),
      amount: minor === null ? null : minor / minorUnits(currency),
      ...(currency && { currency: currency.toUpperCase() }),
      ...(interval && { interval }),
    },
  }
}

/** What all items cost in a period, in minor units; null when it depends on use or is tiered. */
const totalOf = (items: readonly Fields[]): number | null => {
  let total = 0
  for (const item of items) {
    const price = objectIn(item, 'price') ?? objectIn(item, 'plan')
    const each = numberIn(price, 'unit_amount') ?? numberIn(price, 'amount')
    if (each === null) return null
    total += each * (numberIn(item, 'quantity') ?? 1)
  }
  return items.length === 0 ? null : total
}

const isAllOff = (subscription: Fields): boolean =>
  [objectIn(subscription, 'discount'), ...listIn(subscription, 'discounts')].some(
    (discount) => numberIn(objectIn(discount, 'coupon'), 'percent_off') === 100,
  )

/** The name that people use for a plan; else Stripe's id of the product, so that a change of plan is seen. */
const planOf = (subscription: Fields, price: Fields | null): string | null =>
  textIn(objectIn(subscription, 'metadata'), 'plan') ??
  textIn(price, 'lookup_key') ??
  textIn(price, 'nickname') ??
  textIn(objectIn(price, 'product'), 'name') ??
  textIn(price, 'product') ??
  textIn(price, 'id')

/** docs.stripe.com/currencies#special-cases */
const WHOLE = new Set('bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf'.split(' '))
const THOUSANDTHS = new Set('bhd jod kwd omr tnd'.split(' '))

const minorUnits = (currency: string | null): number => {
  const code = currency?.toLowerCase() ?? ''
  if (WHOLE.has(code)) return 1
  return THOUSANDTHS.has(code) ? 1000 : 100
}
