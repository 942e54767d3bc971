import { HOUR } from '../../server/wire/limits.ts'
import type { Account, Member } from './account.ts'
import { factsOf } from './facts.ts'
import type { Recorder } from './recorder.ts'
import { chanceOfDeal, chanceToday, pull } from './truth.ts'

type Evening = {
  readonly account: Account
  readonly recorder: Recorder
  readonly day: number
  readonly at: number
}

const LOST = ['budget', 'timing', 'chose another product', 'not a fit', 'no answer'] as const

const subscribe = ({ account, recorder, day, at }: Evening, who: Member, deal: { amount: number }) => {
  account.plan = deal.amount >= 3000 ? 'enterprise' : 'pro'
  account.convertedOn = day
  recorder.track(who, at, 'Subscription Started', {
    plan: account.plan,
    amount: deal.amount,
    currency: 'USD',
  })
  recorder.group(who, at + 1000)
}

const closeDeal = (evening: Evening, contact: Member) => {
  const { account, recorder, day, at } = evening
  account.deal = null
  account.dealsDone++
  const won = account.random.happens(chanceOfDeal(factsOf(account, day), account.taste))
  if (!won) {
    const reason = account.archetype.kind === 'student' ? 'student' : account.random.pick(LOST)
    recorder.track(contact, at, 'Deal Closed', { outcome: 'lost', reason })
    return
  }
  const amount = account.members.length >= 12 ? account.members.length * 180 : 588
  recorder.track(contact, at, 'Deal Closed', { outcome: 'won', amount, currency: 'USD' })
  subscribe({ ...evening, at: at + HOUR / 2 }, contact, { amount })
}

/** Sales calls accounts that show this much, in log-odds: two or three strong behaviours. */
const WORTH_A_CALL = 2.4

const callUp = ({ account, day }: Evening) => {
  const [contact] = account.members
  if (!contact || account.dealsDone > 0 || pull(factsOf(account, day)) < WORTH_A_CALL) return
  if (!account.random.happens(account.archetype.outreachADay)) return
  account.deal = { closesOn: day + account.random.between(5, 21), contact }
}

const buyOnline = (evening: Evening, buyer: Member) => {
  const { account, recorder, day, at } = evening
  if (!account.random.happens(chanceToday(factsOf(account, day), account.taste))) return
  recorder.track(buyer, at - HOUR / 4, 'Upgrade Started', { plan: 'pro' })
  subscribe(evening, buyer, { amount: 49 })
}

/** What an account decides at the end of a day; see truth.ts. */
export const decide = (evening: Evening) => {
  const { account, day } = evening
  if (account.plan !== 'free') return
  if (account.deal) {
    if (account.deal.closesOn <= day) closeDeal(evening, account.deal.contact)
    return
  }
  const buyer = account.members[0]
  if (!buyer || day - account.lastActiveOn >= 7) return
  callUp(evening)
  buyOnline(evening, buyer)
}
