import * as fc from 'fast-check'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { BALANCED } from '../../../server/core/presets.ts'
import { canonicalText } from '../../../server/rebuild.ts'
import { DAY, HOUR, MINUTE } from '../../../server/wire/limits.ts'
import type { Model } from '../../../server/wire/model.ts'
import { databases } from '../../store/databases.ts'
import { type Happening, happenings, live } from './courses.ts'
import {
  group,
  identify,
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

const KEPT = { retentionDays: 7 }

/** Lets time pass until the journal's past is gone. */
const letGo = async (lane: TestLane, now: number): Promise<void> => {
  await lane.advance(now, 100)
  for (let later = now + MINUTE; (await oldest(lane)) < now - 8 * DAY; later += 1000)
    await lane.advance(later, 100)
}
/** Lets everything become true that time alone makes true. */
const until = async (lane: TestLane, now: number): Promise<void> => {
  for (let more = true; more; ) ({ more } = await lane.advance(now, 100))
  await lane.flush()
}
const oldest = async ({ store }: TestLane): Promise<number> => {
  const row = await store.db
    .selectFrom('journal')
    .select(({ fn }) => fn.min('received_at').as('first'))
    .executeTakeFirst()
  return row?.first ?? Number.POSITIVE_INFINITY
}
const count = async ({ store }: TestLane, table: 'journal' | 'base' | 'seen'): Promise<number> => {
  const row = await store.db
    .selectFrom(table)
    .select(({ fn }) => fn.countAll().as('n'))
    .executeTakeFirstOrThrow()
  return Number(row.n)
}

/** Asks for nothing that the preset does not count, for less of it, so that everybody is folded anew. */
const NARROW: Model = {
  ...BALANCED,
  name: 'narrow',
  rules: BALANCED.rules.filter(({ id }) => id !== 'integration'),
}

const LATER = NOW + 150 * DAY
/** A course in which nothing comes so late that the journal no longer reaches back to it, by models that remember alike. */
const inTime = (course: readonly Happening[], from: number): Happening[] => {
  let now = from
  return course.map((one) => {
    now += HOUR + (one.kind === 'wait' ? one.after : 0)
    if (one.kind === 'publish') return { ...one, model: one.model.name === 'other' ? BALANCED : one.model }
    if (!('events' in one)) return one
    const events = one.events.map((fields) => {
      const age = NOW - Date.parse(String(fields['timestamp']))
      const timestamp = new Date(now - age / 8).toISOString()
      return { ...fields, messageId: `${from}-${String(fields['messageId'])}`, timestamp }
    })
    return { ...one, events }
  })
}

/** What is decided and remembered, whatever the order in which parts were met; without what only the journal holds. */
const remembered = async ({ store }: TestLane): Promise<unknown> => {
  const { journal: _, subjects, members, accounts, ...rest } = await picture(store)
  const plain = ({ doc, ...row }: { doc: string }) => ({ ...row, doc: canonicalText(JSON.parse(doc)) })
  return {
    ...rest,
    whereabouts: subjects.map(({ id, claimed_by, home_account }) => [id, claimed_by ?? home_account]),
    members: members.map(plain),
    accounts: accounts.map(plain),
  }
}

const ACME = { context: { groupId: 'acme' } }

describe.each(databases())('the law of retention on $kind', ({ kind, make }) => {
  const RUNS = Number(process.env['LAW_RUNS']) || (kind === 'sqlite' ? 20 : 1)
  const makeOne = () => (kind === 'sqlite' ? { url: 'sqlite::memory:', drop: async () => undefined } : make())

  test('whether the past was let go changes nothing that is decided, remembered or rebuilt', async () => {
    await fc.assert(
      fc.asyncProperty(happenings, happenings, async (before, after) => {
        const [one, two] = [await makeOne(), await makeOne()]
        const [whole, short] = [await openTestLane(one.url), await openTestLane(two.url, KEPT)]
        for (const lane of [whole, short]) {
          await live(lane, inTime(before, NOW))
          await until(lane, LATER - DAY)
        }
        await letGo(short, LATER)
        for (const lane of [whole, short]) {
          await until(lane, LATER + DAY)
          const end = await live(lane, inTime(after, LATER + DAY), LATER + DAY)
          await until(lane, end)
        }
        expect(await remembered(short)).toEqual(await remembered(whole))
        expect(await rebuild(short, LATER + 200 * DAY)).toMatchObject({ changed: 0 })
        for (const [n, model] of [NARROW, BALANCED].entries()) {
          for (const lane of [whole, short]) {
            await lane.publishModel({ model, by: 'ops', now: LATER + (200 + n) * DAY })
            await until(lane, LATER + (200 + n) * DAY + 1)
          }
          expect(await remembered(short)).toEqual(await remembered(whole))
        }
        for (const lane of [whole, short]) await lane.close()
        for (const database of [one, two]) await database.drop()
      }),
      { numRuns: RUNS },
    )
  })
})

onEveryDatabase('a journal that is kept for some days', (bench, kind) => {
  const reopen = async (): Promise<TestLane> => {
    await bench.lane.close()
    bench.lane = await openTestLane(bench.database.url, KEPT)
    return bench.lane
  }

  test('what is older goes, a bounded pass at a time, and everybody stays who they were', async () => {
    const lane = await reopen()
    const events = Array.from({ length: 30 }, (_, n) => readyToBuy({ userId: `u${n}`, ...ACME })).flat()
    for (const userId of ['u1', 'u2', 'u3']) events.push(...readyToBuy({ userId, ...ACME }))
    for (let at = 0; at < 6; at++)
      await send(
        lane,
        events.map((one) => ({ ...one, messageId: `${at}-${String(one['messageId'])}` })),
      )
    const was = await lane.user('u1', LATER)
    const before = await count(lane, 'journal')
    await lane.advance(LATER, 100)
    await lane.advance(LATER + MINUTE, 100)
    expect(await count(lane, 'journal')).toBe(before - 500)
    await letGo(lane, LATER)
    expect(await count(lane, 'journal')).toBe(0)
    if (kind === 'sqlite') expect(await count(lane, 'seen')).toBe(0)
    expect(await lane.user('u1', LATER)).toEqual(was)
    expect(await rebuild(lane, LATER)).toMatchObject({ changed: 0, members: 30 })
  })

  test('events that may have been counted and gone are turned away, and the reason is told', async () => {
    const lane = await reopen()
    const past = track('Core Action Completed', { messageId: 'old', timestamp: new Date(NOW).toISOString() })
    await send(lane, [past], { endpoint: 'import', key: KEYS.secret })
    await letGo(lane, LATER)
    const fresh = track('Core Action Completed', { timestamp: new Date(LATER).toISOString() })
    const receipt = await send(lane, [past, fresh], {
      endpoint: 'import',
      key: KEYS.secret,
      receivedAt: LATER + DAY,
    })
    expect(JSON.parse(receipt.body)).toMatchObject({
      success: true,
      rejected: [{ index: 0, reason: expect.stringContaining('TIDEMARK_RETENTION_DAYS') }],
    })
    const user = await lane.user('ann', LATER + DAY)
    expect(user?.signals.find(({ signal }) => signal === 'core')?.count).toBe(2)
    // The same without retention, from now on: what is gone stays gone.
    await bench.lane.close()
    bench.lane = await openTestLane(bench.database.url)
    const again = await send(bench.lane, [past], { receivedAt: LATER + DAY })
    expect(again.status).toBe(200)
    expect(await bench.lane.rejected(10)).toHaveLength(2)
  })

  test('a clock that was ahead for a while has nothing turned away or let go once it is right', async () => {
    const lane = await reopen()
    await send(lane, [track('Core Action Completed', { ...ACME, messageId: 'before' })])
    await letGo(lane, NOW + 60 * DAY)
    const right = NOW + HOUR
    const receipt = await send(
      lane,
      [
        track('Core Action Completed', { ...ACME, messageId: 'after' }),
        track('Core Action Completed', { ...ACME, messageId: 'late', timestamp: new Date(NOW - 6 * DAY) }),
      ],
      { receivedAt: right },
    )
    expect(receipt.status).toBe(200)
    expect(await lane.rejected(10)).toEqual([])
    for (let at = right; at < right + 5 * MINUTE; at += MINUTE) await lane.advance(at, 100)
    await lane.flush()
    expect(await count(lane, 'journal')).toBe(2)
    const user = await lane.user('ann', right + HOUR)
    expect(user?.signals.find(({ signal }) => signal === 'core')?.count).toBe(3)
    expect(await rebuild(lane, right + HOUR)).toMatchObject({ changed: 0 })
    // What is old by the right clock goes as before, without waiting for the day that was wrongly said.
    await letGo(lane, right + 20 * DAY)
    expect(await count(lane, 'journal')).toBe(0)
    expect(await rebuild(lane, right + 21 * DAY)).toMatchObject({ changed: 0 })
  })

  test('what a newer model counts anew is said to be "at least", for as long as its window reaches into what is gone', async () => {
    const lane = await reopen()
    await send(lane, [
      track('Report Made', ACME),
      track('Core Action Completed', ACME),
      track('Report Made', { ...ACME, messageId: 'two' }),
    ])
    await letGo(lane, LATER)
    await send(lane, [track('Report Made', ACME)], { receivedAt: LATER + DAY })
    const model: Model = {
      ...BALANCED,
      signals: { ...BALANCED.signals, report: ['Report Made'] },
      rules: [
        { id: 'ever', family: 'intent', points: 5, label: 'Reports', when: { count: 'report', atLeast: 1 } },
        {
          id: 'lately',
          family: 'intent',
          points: 5,
          label: 'Reports lately',
          when: { count: 'report', atLeast: 1, within: '2d' },
        },
        { id: 'cores', family: 'intent', points: 5, label: 'Cores', when: { count: 'core', atLeast: 1 } },
      ],
    }
    const { journalSince } = await lane.tryModel({ model, after: '', now: LATER + DAY })
    expect(journalSince).toBe(LATER - 7 * DAY - (LATER % DAY))
    await lane.publishModel({ model, by: 'ops', now: LATER + DAY + 1 })
    await until(lane, LATER + DAY + 2)
    const because = (await lane.user('ann', LATER + DAY + 2))?.ledger.map((line) => [line.rule, line.because])
    expect(because).toEqual([
      ['ever', expect.stringMatching(/^at least 1 report/)],
      ['lately', expect.stringMatching(/^1 report/)],
      ['cores', expect.stringMatching(/^1 core action/)],
    ])
    expect(await rebuild(lane, LATER + DAY + 3)).toMatchObject({ changed: 0 })
  })

  test('erasing and exporting reach what is left of the past', async () => {
    const lane = await reopen()
    await send(lane, [
      identify({ traits: { email: 'ann@acme.example' } }),
      group('acme', { traits: { plan: 'free' } }),
      ...readyToBuy(ACME),
      track('Invite Accepted', { userId: 'bob', properties: { invitedBy: 'ann' }, ...ACME }),
      track('Core Action Completed', { userId: 'bob', ...ACME }),
      track('Something Else', { userId: 'bob', properties: { note: 'ann@acme.example' } }),
      identify({ userId: 'bob', traits: { boss: 'ann@acme.example' } }),
    ])
    await letGo(lane, LATER)
    const copy = await lane.exportOf({ kind: 'user', id: 'ann' }, LATER)
    expect(copy?.events).toEqual([])
    expect(JSON.stringify(copy?.summaries)).toContain('ann@acme.example')
    const proof = await lane.erase({ kind: 'user', id: 'ann' }, LATER)
    expect(proof).toMatchObject({ left: 0, removed: { summaries: copy?.summaries.length } })
    for (const table of ['base', 'member', 'account', 'subject', 'lead', 'journal'] as const) {
      const { rows } = await sql`select * from ${sql.table(table)}`.execute(lane.store.db)
      expect(JSON.stringify(rows), table).not.toMatch(/ann/)
    }
    expect(await lane.user('bob', LATER)).toMatchObject({ accountId: 'acme', traits: { boss: 'erased' } })
    expect(await rebuild(lane, LATER)).toMatchObject({ changed: 0 })
    expect(await lane.erase({ kind: 'account', id: 'acme' }, LATER)).toMatchObject({ left: 0 })
    expect(await count(lane, 'base')).toBe(0)
  })

  test.runIf(kind === 'postgres')('the partitions of months that are gone are dropped', async () => {
    const lane = await reopen()
    await send(lane, [track('Pricing Viewed', ACME)])
    const partitions = async (): Promise<string[]> => {
      const { rows } = await sql<{ name: string }>`select inhrelid::regclass::text as name from pg_inherits
        where inhparent = 'journal'::regclass order by 1`.execute(lane.store.db)
      return rows.map(({ name }) => name)
    }
    await sql`create table if not exists journal_1999_12 partition of journal for values from (944006400000) to (946684800000)`.execute(
      lane.store.db,
    )
    expect(await partitions()).toContain('journal_1999_12')
    await letGo(lane, LATER)
    await lane.advance(LATER + 2 * MINUTE, 100)
    expect(await partitions()).not.toContain('journal_1999_12')
    expect(await partitions()).toContain('journal_default')
  })
})
