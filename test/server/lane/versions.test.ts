import { expect, test } from 'vitest'
import { BALANCED } from '../../../server/core/presets.ts'
import { DAY, MINUTE } from '../../../server/wire/limits.ts'
import type { Model } from '../../../server/wire/model.ts'
import {
  alias,
  group,
  KEYS,
  NOW,
  openTestLane,
  readyToBuy,
  rebuild,
  send,
  type TestLane,
  track,
} from './harness.ts'
import { picture } from './replay.ts'
import { onEveryDatabase } from './suite.ts'

const EASY: Model = { ...BALANCED, name: 'easy', qualify: { ...BALANCED.qualify, score: 20 } }
const publish = (lane: TestLane, model: Model, now: number) =>
  lane.publishModel({ model, by: 'ops@example.com', reason: 'try', now })
/** Lets everything happen that is due, as the due worker does. */
const settle = async (lane: TestLane, now: number) => {
  for (let more = true; more; ) ({ more } = await lane.advance(now, 100))
}
const tryOut = async (lane: TestLane, model: Model, now: number) => {
  const sum = { enter: 0, leave: 0, open: 0 }
  for (let after: string | null = ''; after !== null; ) {
    const page = await lane.tryModel({ model, after, now })
    sum.enter += page.users.entering.length
    sum.leave += page.users.leaving.length
    sum.open += page.leads.open
    after = page.next
  }
  return sum
}
const fields = (n: number) => ({ userId: `u${n}`, context: { groupId: `company-${n}.example` } })

onEveryDatabase('versions', (bench) => {
  test('a publication in the middle of an import does not hurry its clock', async () => {
    const { lane } = bench
    const past = (days: number, event: string) =>
      track(event, { ...fields(1), timestamp: new Date(NOW - days * DAY).toISOString() })
    const bringIn = (events: readonly object[], receivedAt: number) =>
      send(lane, events, { endpoint: 'import', key: KEYS.secret, receivedAt })
    await bringIn([past(40, 'Core Action Completed'), past(39, 'Pricing Viewed')], NOW)
    await publish(lane, EASY, NOW + 1000)
    await settle(lane, NOW + 2000)
    await bringIn([past(30, 'Pricing Viewed')], NOW + 3000)
    await lane.flush()
    const rows = await lane.store.db
      .selectFrom('journal')
      .select(['at', 'time'])
      .where('kind', '=', 'track')
      .execute()
    expect(rows).toHaveLength(3)
    for (const { at, time } of rows) expect(at).toBe(time)
  })

  test('everybody is judged in passes that say how far they are; who was in the middle starts over', async () => {
    const { lane } = bench
    for (let n = 0; n < 100; n++) await send(lane, readyToBuy(fields(n)).slice(0, 8))
    await lane.flush()
    expect(await lane.modelProgress()).toBeNull()
    await publish(lane, EASY, NOW + MINUTE)
    expect(await lane.modelProgress()).toMatchObject({ version: 2, done: 0, total: 100, finishedAt: null })
    const { more } = await lane.advance(NOW + MINUTE, 100)
    expect(more).toBe(true)
    const half = await lane.modelProgress()
    expect(half?.done).toBeGreaterThan(0)
    expect(half?.done).toBeLessThan(100)
    await publish(lane, BALANCED, NOW + 2 * MINUTE)
    expect(await lane.modelProgress()).toMatchObject({ version: 3, done: 0 })
    await settle(lane, NOW + 2 * MINUTE)
    expect(await lane.modelProgress()).toMatchObject({ version: 3, done: 100, finishedAt: NOW + 2 * MINUTE })
    await lane.flush()
    const accounts = await lane.store.db.selectFrom('account').select('doc').execute()
    expect(new Set(accounts.map(({ doc }) => JSON.parse(doc).model))).toEqual(new Set([3]))
  })

  test('it does not matter when somebody is judged by a new model: by a pass or by the next event', async () => {
    const course = async (lane: TestLane, isSwept: boolean) => {
      for (let n = 0; n < 4; n++) await send(lane, withIds(readyToBuy(fields(n)).slice(0, 8), n))
      await publish(lane, EASY, NOW + MINUTE)
      if (isSwept) await settle(lane, NOW + 2 * MINUTE)
      for (let n = 0; n < 4; n++)
        await send(lane, withIds([track('Pricing Viewed', fields(n))], n + 10), {
          receivedAt: NOW + 5 * MINUTE,
        })
      await settle(lane, NOW + 60 * DAY)
      await lane.flush()
      const { decisions, leads, accounts, members } = await picture(lane.store)
      return { decisions, leads, accounts, members }
    }
    const swept = await course(bench.lane, true)
    const other = await openTestLane('sqlite::memory:')
    expect(await course(other, false)).toEqual(swept)
    expect(swept.decisions.some(({ at }) => at === NOW + MINUTE)).toBe(true)
    await other.close()
  })

  test('whom a visitor was claimed from later is judged by a new model with what was theirs at its publication', async () => {
    const exports: Model = {
      ...EASY,
      signals: { ...EASY.signals, exports: ['Export Made'] },
      rules: [
        {
          id: 'exports',
          family: 'breadth',
          label: 'Exported',
          points: 30,
          when: { count: 'exports', atLeast: 1 },
        },
      ],
      qualify: { ...EASY.qualify, score: 20, families: 1, activated: false },
    }
    const course = async (lane: TestLane, isSwept: boolean) => {
      const visitor = { userId: null, anonymousId: 'v1' }
      await send(lane, withIds([alias('ann', 'v1'), track('Export Made', visitor)], 1))
      await publish(lane, exports, NOW + MINUTE)
      if (isSwept) await settle(lane, NOW + MINUTE)
      const backend = { key: KEYS.secret, receivedAt: NOW + 2 * MINUTE }
      await send(lane, withIds([alias('dee', 'v1')], 2), backend)
      await settle(lane, NOW + 60 * DAY)
      await lane.flush()
      const { decisions, accounts, members } = await picture(lane.store)
      return { decisions, accounts, members }
    }
    const swept = await course(bench.lane, true)
    const other = await openTestLane('sqlite::memory:')
    expect(await course(other, false)).toEqual(swept)
    expect(swept.decisions.map(({ subject, kind }) => [subject, kind])).toContainEqual([
      'ann',
      'user.qualified',
    ])
    await other.close()
  })

  test('an import that was quiet is judged at the publication, whether or not anybody looked before', async () => {
    const course = async (lane: TestLane, isLookedAt: boolean) => {
      const past = { ...fields(1), timestamp: new Date(NOW - 5 * DAY).toISOString() }
      const deeds = ['Core Action Completed', 'Pricing Viewed', 'Pricing Viewed'].map((name) =>
        track(name, past),
      )
      await send(lane, withIds(deeds, 1), { endpoint: 'import', key: KEYS.secret })
      // Its activity fades meanwhile.
      if (isLookedAt) await settle(lane, NOW + 9 * DAY)
      const qualify = { ...EASY.qualify, families: 1, activeWithin: '30d' } as const
      await publish(lane, { ...EASY, qualify }, NOW + 10 * DAY)
      await settle(lane, NOW + 60 * DAY)
      await lane.flush()
      const { decisions, accounts, members } = await picture(lane.store)
      return { decisions, accounts, members }
    }
    const lookedAt = await course(bench.lane, true)
    const other = await openTestLane('sqlite::memory:')
    expect(await course(other, false)).toEqual(lookedAt)
    expect(lookedAt.decisions.map(({ at }) => at)).toContain(NOW + 10 * DAY)
    await other.close()
  })

  test('a dry run says what publishing then does, and changes nothing', async () => {
    const { lane } = bench
    for (let n = 0; n < 60; n++)
      await send(lane, [
        ...readyToBuy(fields(n)).slice(0, n % 3 === 0 ? 10 : 7),
        group(`company-${n}.example`, fields(n)),
      ])
    await settle(lane, NOW)
    await lane.flush()
    const qualified = async () => {
      await lane.flush()
      const rows = await lane.store.db.selectFrom('member').select('doc').execute()
      return rows.filter(({ doc }) => JSON.parse(doc).summary.qualified).length
    }
    const before = await qualified()
    const seen = await picture(lane.store)
    const said = await tryOut(lane, EASY, NOW + MINUTE)
    expect(await picture(lane.store)).toEqual(seen)
    expect(said.enter).toBeGreaterThan(0)
    const leads = (await lane.leads({ status: 'all', historic: true }, NOW)).length
    await publish(lane, EASY, NOW + MINUTE)
    await settle(lane, NOW + MINUTE)
    expect(await qualified()).toBe(before + said.enter - said.leave)
    expect((await lane.leads({ status: 'all', historic: true }, NOW + MINUTE)).length).toBe(leads + said.open)
    expect(await tryOut(lane, BALANCED, NOW + 2 * MINUTE)).toMatchObject({ leave: said.enter, enter: 0 })
  })

  test('a dry run of a model that looks at something new answers from the journal', async () => {
    const { lane } = bench
    await send(lane, [track('Export Made', fields(1)), ...readyToBuy(fields(1)).slice(0, 6)])
    const [first, ...rest] = BALANCED.rules
    if (!first) throw new Error('The preset has no rules.')
    const model: Model = {
      ...EASY,
      signals: { ...EASY.signals, exports: ['Export Made'] },
      rules: [{ ...first, when: { count: 'exports', atLeast: 1 }, points: 25 }, ...rest],
      qualify: { ...EASY.qualify, families: 1, score: 30 },
    }
    expect(await tryOut(lane, model, NOW)).toMatchObject({ enter: 1 })
    await publish(lane, model, NOW)
    await settle(lane, NOW)
    expect(await lane.user('u1', NOW)).toMatchObject({ qualified: true })
    expect(await rebuild(lane, NOW)).toMatchObject({ changed: 0 })
  })

  test('versions tell who, when and why; a change that rests on another version is not published', async () => {
    const { lane } = bench
    await publish(lane, EASY, NOW)
    const late = { model: BALANCED, by: 'b', reason: '', now: NOW + 1, basedOn: 1 }
    expect(await lane.publishModel(late)).toBeNull()
    expect(await lane.modelVersions()).toEqual([
      { version: 2, at: NOW, by: 'ops@example.com', reason: 'try', name: 'easy' },
      { version: 1, at: 0, by: 'balanced preset', reason: '', name: 'balanced' },
    ])
    expect(await lane.modelVersion(1)).toMatchObject({ value: { name: 'balanced' } })
    expect(await lane.modelVersion(9)).toBeNull()
    const entries = await lane.store.db
      .selectFrom('journal')
      .selectAll()
      .where('kind', '=', 'model')
      .execute()
    expect(entries.map(({ at, body }) => [at, JSON.parse(body)])).toEqual([
      [NOW, { version: 2, by: 'ops@example.com', reason: 'try' }],
    ])
  })
})

const withIds = (events: readonly object[], from: number) =>
  events.map((event, at) => ({ ...event, messageId: `m-${from}-${at}` }))
