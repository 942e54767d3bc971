import { Compile } from 'typebox/compile'
import { describe, expect, test } from 'vitest'
import { generateHistory, type History } from '../../demo/history/generate.ts'
import { chanceToday, type Facts, WEIGHTS } from '../../demo/history/truth.ts'
import { WireEvent } from '../../server/wire/event.ts'
import { DAY, HOUR, LIMITS } from '../../server/wire/limits.ts'

const NOW = Date.UTC(2026, 10, 22, 14, 30)
const make = (seed = 'regulars', now = NOW) => generateHistory({ seed, now })
const history = make()
const isWire = Compile(WireEvent)
const timeOf = (event: WireEvent) => Date.parse(String(event.timestamp))
const accountOf = (event: WireEvent) => event.context?.['groupId'] as string

const odds = (chance: number) => Math.log(chance / (1 - chance))

/** Accounts that did something before they bought (or ever), and the others; each with its share of buyers. */
const shares = (histories: readonly History[], event: string) => {
  const did = { all: 0, bought: 0 }
  const didNot = { all: 0, bought: 0 }
  for (const { events, accounts } of histories) {
    const buyers = new Set(events.filter((each) => each.event === 'Subscription Started').map(accountOf))
    const doers = new Set(events.filter((each) => each.event === event).map(accountOf))
    for (const { id } of accounts) {
      const group = doers.has(id) ? did : didNot
      group.all++
      if (buyers.has(id)) group.bought++
    }
  }
  return { did: did.bought / did.all, didNot: didNot.bought / didNot.all }
}

describe('the generated history', () => {
  test('is the same to the byte for one seed and day, and another for another seed', () => {
    const text = JSON.stringify(history.events)
    expect(JSON.stringify(make('regulars', NOW + 9 * HOUR).events)).toBe(text)
    expect(JSON.stringify(make('another').events)).not.toBe(text)
  })

  test('has about 2,000 people in 400 accounts and 80,000 to 150,000 events', () => {
    const people = history.accounts.flatMap((account) => account.members)
    expect(history.accounts).toHaveLength(400)
    expect(people.length).toBeGreaterThan(1800)
    expect(people.length).toBeLessThan(2200)
    expect(history.events.length).toBeGreaterThan(80_000)
    expect(history.events.length).toBeLessThan(150_000)
  })

  test('lies within the 90 days before today, in order', () => {
    const times = history.events.map(timeOf)
    expect(Math.min(...times.slice(0, 1))).toBeGreaterThanOrEqual(history.endsAt - 90 * DAY)
    expect(times.at(-1)).toBeLessThan(history.endsAt)
    expect(times.every((time, index) => index === 0 || time >= (times[index - 1] ?? 0))).toBe(true)
  })

  test('holds only events that the contract accepts, each with an id of its own', () => {
    const bad = history.events.filter((event) => !isWire.Check(event))
    expect(bad).toEqual([])
    expect(new Set(history.events.map(({ messageId }) => messageId)).size).toBe(history.events.length)
    const longest = Math.max(...history.events.map((event) => JSON.stringify(event).length))
    expect(longest).toBeLessThan(LIMITS.eventBytes)
  })

  test('says of every event that it is made up, and in which account it happened', () => {
    const unlabelled = history.events.filter(
      ({ context }) => context?.['generated'] !== true || !context['groupId'],
    )
    expect(unlabelled).toEqual([])
  })

  test('gives nobody an address that could be real', () => {
    const emails = history.accounts.flatMap(({ members }) => members.map(({ email }) => email))
    expect(emails.filter((email) => !/^(\w+_\w+@gmail\.com|[^@]+@[^@]+\.example)$/.test(email))).toEqual([])
    expect(new Set(emails).size).toBe(emails.length)
  })

  test('accepts an invitation only after it was sent, in the same account', () => {
    const sent = new Map<string, number>()
    const early: WireEvent[] = []
    for (const event of history.events) {
      const key = `${accountOf(event)}/${event.userId}`
      if (event.event === 'Invite Sent') sent.set(key, timeOf(event))
      if (event.event !== 'Invite Accepted') continue
      if (!sent.has(`${accountOf(event)}/${event.properties?.['invitedBy'] as string}`)) early.push(event)
    }
    expect(sent.size).toBeGreaterThan(50)
    expect(early).toEqual([])
  })

  test('has every kind of ending: bought online, won, lost, still open', () => {
    const deals = history.events.filter(({ event }) => event === 'Deal Closed')
    const outcomes = deals.map(({ properties }) => properties?.['outcome'])
    const started = history.events.filter(({ event }) => event === 'Subscription Started')
    expect(outcomes.filter((outcome) => outcome === 'won').length).toBeGreaterThan(5)
    expect(outcomes.filter((outcome) => outcome === 'lost').length).toBeGreaterThan(5)
    expect(started.length).toBeGreaterThan(outcomes.filter((outcome) => outcome === 'won').length)
    expect(history.accounts.filter(({ deal }) => deal !== null).length).toBeGreaterThan(3)
  })

  test('starts one subscription an account at most', () => {
    const accounts = history.events.filter(({ event }) => event === 'Subscription Started').map(accountOf)
    expect(new Set(accounts).size).toBe(accounts.length)
  })
})

describe('the stated truth', () => {
  const nothing = Object.fromEntries(Object.keys(WEIGHTS).map((fact) => [fact, false])) as Facts

  test.each(Object.entries(WEIGHTS))('%s changes the daily log-odds by %d', (fact, weight) => {
    const changed = odds(chanceToday({ ...nothing, [fact]: true }, 0)) - odds(chanceToday(nothing, 0))
    expect(changed).toBeCloseTo(weight, 6)
  })

  const pool = ['a', 'b', 'c'].map((seed) => make(seed))

  test.each(['Limit Reached', 'Pricing Viewed', 'Invite Accepted', 'Sales Contact Requested'])(
    'accounts with %s buy at least twice as often as those without',
    (event) => {
      const { did, didNot } = shares(pool, event)
      expect(did).toBeGreaterThan(2 * didNot)
    },
  )

  test('students and competitors do not buy, however busy they are', () => {
    const buyers = pool.flatMap(({ accounts }) => accounts.filter(({ convertedOn }) => convertedOn !== null))
    const kinds = buyers.map(({ archetype }) => archetype.kind)
    expect(kinds.filter((kind) => kind === 'competitor')).toEqual([])
    expect(kinds.filter((kind) => kind === 'student').length).toBeLessThan(buyers.length / 50)
  })
})
