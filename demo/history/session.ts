import { MINUTE, SECOND } from '../../server/wire/limits.ts'
import { type Account, FREE_RECORDS, type Member, somebody } from './account.ts'
import type { Recorder } from './recorder.ts'

type Session = {
  readonly account: Account
  readonly member: Member
  readonly recorder: Recorder
  readonly day: number
  /** Moves the clock on and returns it. */
  readonly tick: () => number
}

const CORES = [
  'record added',
  'note added',
  'note added',
  'record updated',
  'record updated',
  'list shared',
] as const
const PAGES = ['Home', 'Customers', 'Customers', 'Customer', 'Customer', 'Team'] as const

const useLimit = ({ account, member, recorder, tick }: Session, before: number) => {
  for (const [threshold, event] of [
    [0.8, 'Limit Approached'],
    [1, 'Limit Reached'],
  ] as const) {
    const line = threshold * FREE_RECORDS
    if (before < line && account.records >= line)
      recorder.track(member, tick(), event, {
        limit: 'records',
        used: Math.min(account.records, FREE_RECORDS),
        max: FREE_RECORDS,
        threshold,
        blocked: false,
      })
  }
}

const addRecords = (session: Session, count: number) => {
  const { account } = session
  const before = account.records
  account.records = account.plan === 'free' ? Math.min(FREE_RECORDS, before + count) : before + count
  if (account.plan === 'free') useLimit(session, before)
}

const importRecords = (session: Session) => {
  const { account, member, recorder, tick } = session
  const count = account.random.between(...account.archetype.imports)
  if (count === 0) return
  recorder.track(member, tick(), 'Data Imported', { source: 'csv', records: count })
  addRecords(session, count)
}

const isBlocked = ({ account }: Session) => account.plan === 'free' && account.records >= FREE_RECORDS

const workOnce = (session: Session) => {
  const { account, member, recorder, day, tick } = session
  const action = account.random.pick(CORES)
  if (action === 'record added' && isBlocked(session)) return false
  recorder.track(member, tick(), 'Core Action Completed', { action })
  member.cores[day] = (member.cores[day] ?? 0) + 1
  if (action === 'record added') addRecords(session, 1)
  return true
}

const lookAround = ({ account, member, recorder, tick }: Session) => {
  for (let pages = account.random.poisson(2.5); pages > 0; pages--)
    recorder.page(member, tick(), account.random.pick(PAGES))
}

const work = (session: Session) => {
  const { account, member, recorder, day, tick } = session
  const wanted = account.random.poisson(account.archetype.cores * member.zeal)
  let blocked = false
  for (let done = 0; done < wanted; done++) blocked = !workOnce(session) || blocked
  if (!blocked || account.blockedOn === day) return
  account.blockedOn = day
  recorder.track(member, tick(), 'Limit Reached', {
    limit: 'records',
    used: FREE_RECORDS,
    max: FREE_RECORDS,
    threshold: 1,
    blocked: true,
  })
}

const lookAtPricing = (session: Session) => {
  const { account, member, recorder, day, tick } = session
  if (account.plan !== 'free') return
  const interest = member.invitedBy === null ? 2 : 0.5
  const pressure = account.records >= 0.8 * FREE_RECORDS ? 2.5 : 1
  if (!account.random.happens(account.archetype.pricing * interest * pressure)) return
  const dwellMs = account.random.between(6, 140) * SECOND
  recorder.track(member, tick(), 'Pricing Viewed', { path: '/pricing', dwellMs })
  member.visits[day] = (member.visits[day] ?? 0) + 1
}

const tryPremium = ({ account, member, recorder, day, tick }: Session) => {
  const { random, archetype } = account
  if (random.happens(archetype.connects) && !account.connected) {
    account.connected = true
    const integration = random.pick(['spreadsheets', 'calendar', 'webhooks'])
    recorder.track(member, tick(), 'Integration Connected', { integration })
  }
  if (account.plan !== 'free') return
  if (random.happens(archetype.sso)) {
    account.ssoOn = day
    recorder.track(member, tick(), 'Premium Feature Attempted', { feature: 'sso' })
  }
  if (random.happens(archetype.integrations)) {
    account.integrationsOn = day
    recorder.track(member, tick(), 'Premium Feature Attempted', { feature: 'integrations' })
  }
}

const invite = ({ account, member, recorder, day, tick }: Session) => {
  const { random, archetype } = account
  let count = random.poisson(archetype.invites * (member.invitedBy === null ? 1 : 0.3))
  for (; count > 0 && account.members.length + account.invitations.length < account.seats; count--) {
    const who = somebody(account)
    const accepts = random.happens(0.8) ? day + random.between(1, 5) : null
    account.invitations.push({ ...who, by: member.id, accepts })
    recorder.track(member, tick(), 'Invite Sent', { email: who.email })
  }
}

const ASKS = [
  'How does pricing work for a team of our size?',
  'Can we see a demo with our own data? We would like to decide this month.',
  'We need single sign-on before we can roll this out. What does that cost?',
  'Do you offer annual invoicing and a data processing agreement?',
  'We are about to outgrow the free plan. Who can we talk to?',
] as const

const askSales = ({ account, member, recorder, day, tick }: Session) => {
  const { random, archetype } = account
  if (account.plan !== 'free' || account.deal || account.dealsDone > 1) return
  const pressure = (account.records >= FREE_RECORDS ? 3 : 1) * (day - account.ssoOn < 7 ? 3 : 1)
  if (!random.happens(archetype.asksSales * pressure)) return
  account.handRaisedOn = day
  account.deal = { closesOn: day + random.between(4, 24), contact: member }
  recorder.track(member, tick(), 'Sales Contact Requested', { message: random.pick(ASKS) })
}

/** One sitting of one member, from the first click to the last. */
export const workSession = (options: {
  account: Account
  member: Member
  recorder: Recorder
  day: number
  at: number
}) => {
  const { account, member, recorder, day } = options
  let clock = options.at
  const tick = () => {
    clock += 20 * SECOND + Math.floor(account.random.next() * 3 * MINUTE)
    return clock
  }
  const session = { account, member, recorder, day, tick }
  const isFirst = member.sessions.every((count) => count === 0)

  recorder.track(member, options.at, 'Session Started')
  member.sessions[day] = (member.sessions[day] ?? 0) + 1
  account.lastActiveOn = day
  if (isFirst && member.invitedBy === null) importRecords(session)
  lookAround(session)
  work(session)
  tryPremium(session)
  lookAtPricing(session)
  invite(session)
  askSales(session)
}
