import * as fc from 'fast-check'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { BALANCED } from '../../../server/core/presets.ts'
import { openJudge } from '../../../server/judge.ts'
import { createJudges, type Judges } from '../../../server/judges.ts'
import { createCommands } from '../../../server/lane-commands.ts'
import type { Failure } from '../../../server/lane-rpc.ts'
import { openStore } from '../../../server/store/store.ts'
import { DAY, MINUTE } from '../../../server/wire/limits.ts'
import type { Model } from '../../../server/wire/model.ts'
import { PROFILES } from '../../../server/work/memory.ts'
import { databases, type TestDatabase } from '../../store/databases.ts'
import { type Happening, happenings, live, renamed } from './courses.ts'
import { NOW, openTestLane, optionsFor, readyToBuy, send, type TestLane, track } from './harness.ts'
import movedAgain from './moved-again.json' with { type: 'json' }
import { picture } from './replay.ts'

const RUNS = Number(process.env['LAW_RUNS']) || 60
const EASY: Model = { ...BALANCED, name: 'easy', qualify: { ...BALANCED.qualify, score: 20 } }
const OTHER_POINTS: Model = {
  ...EASY,
  name: 'other points',
  rules: BALANCED.rules.map((rule) => ({ ...rule, points: rule.points + 3 })),
}
const [file] = databases().filter(({ kind }) => kind === 'sqlite')

/** A lane whose judges read the same file over a connection of their own; `judged` tells of how many they did. */
const openWithJudges = async (url: string) => {
  const store = await openStore(url)
  const options = optionsFor(url)
  const judge = await openJudge(options)
  let count = 0
  const judges: Judges = {
    worthFrom: 0,
    judge: async (asked) => {
      const all = await judge.judge(asked)
      count += all.length
      return all
    },
    rest: async () => undefined,
  }
  const commands = await createCommands(store, options, () => undefined, judges)
  const lane: TestLane = {
    ...commands,
    store,
    close: async () => {
      await commands.close()
      await judge.close()
    },
  }
  return { lane, judged: () => count }
}

const publish = (lane: TestLane, model: Model, now: number) =>
  lane.publishModel({ model, by: 'ops@example.com', reason: 'try', now })
/** Until all are judged; answers what could not be done. */
const sweep = async (lane: TestLane, now: number): Promise<Failure[]> => {
  const faults: Failure[] = []
  do faults.push(...(await lane.advance(now, 100)).faults)
  while ((await lane.modelProgress())?.finishedAt === null)
  return faults
}
const fields = (n: number) => ({ userId: `u${n}`, context: { groupId: `company-${n}.example` } })
let database: TestDatabase
beforeEach(async () => {
  if (!file) throw new Error('There is no SQLite.')
  database = await file.make()
})
afterEach(() => database.drop())

/** What was moved away from an account, and is not written yet, is moved once more. */
const MOVED_AGAIN = movedAgain as [Happening[], Happening[], Happening[]]

test('whether accounts are judged ahead, and what happens to them meanwhile, changes nothing', async () => {
  const courses = fc.tuple(happenings, happenings, happenings)
  let judgedInAll = 0
  await fc.assert(
    fc.asyncProperty(courses, async ([before, meanwhile, after]) => {
      if (!file) throw new Error('There is no SQLite.')
      const own = await file.make()
      const plain = await openTestLane('sqlite::memory:')
      const first = await openTestLane(own.url)
      const course = async (lane: TestLane, from: number) => {
        let now = await live(lane, meanwhile.map(renamed('b')), from)
        await publish(lane, OTHER_POINTS, now)
        // One look asks for judges; what they say is out of date in part.
        await lane.advance(now, 100)
        now = await live(lane, after.map(renamed('c')), now)
        await publish(lane, EASY, now)
        await lane.advance(now, 100)
        await sweep(lane, now)
        await lane.flush()
        return picture(lane.store)
      }
      const then = await live(first, before)
      expect(await live(plain, before)).toBe(then)
      // Begun anew, the lane has nobody in memory.
      await first.close()
      const { lane, judged } = await openWithJudges(own.url)
      expect(await course(lane, then)).toEqual(await course(plain, then))
      judgedInAll += judged()
      for (const one of [lane, plain]) await one.close()
      await own.drop()
    }),
    { numRuns: RUNS / 2, examples: [[MOVED_AGAIN]] },
  )
  expect(judgedInAll).toBeGreaterThan(0)
})

/** A lane that remembers nobody, after others have judged twenty accounts by a new model for it. */
const openJudged = async () => {
  const first = await openTestLane(database.url)
  for (let n = 0; n < 20; n++) await send(first, readyToBuy(fields(n)).slice(0, 7))
  await first.close()
  const { lane, judged } = await openWithJudges(database.url)
  await publish(lane, OTHER_POINTS, NOW + MINUTE)
  await lane.advance(NOW + MINUTE, 100)
  await vi.waitUntil(() => judged() === 20)
  return lane
}

test('an event that comes while others judge stays counted, even if its account left memory since', async () => {
  const lane = await openJudged()
  await send(lane, [track('Pricing Viewed', fields(3))], { receivedAt: NOW + MINUTE })
  for (let from = 1000; from < 1000 + PROFILES; from += 2000) {
    const crowd = Array.from({ length: 2000 }, (_, n) => track('Pricing Viewed', fields(from + n)))
    await send(lane, crowd, { receivedAt: NOW + MINUTE })
  }
  await lane.flush()
  await sweep(lane, NOW + MINUTE)
  const count = async (n: number) => (await lane.user(`u${n}`, NOW + MINUTE))?.signals.length
  expect(await count(3)).toBe(((await count(4)) ?? 0) + 1)
  await lane.close()
})

test('whom somebody erases while others judge does not come back', async () => {
  const lane = await openJudged()
  await lane.erase({ kind: 'user', id: 'u3' }, NOW + MINUTE)
  await sweep(lane, NOW + MINUTE)
  await lane.flush()
  const { members } = await picture(lane.store)
  expect(members.map(({ subject }) => subject)).not.toContain('u3')
  expect(members).toHaveLength(19)
  await lane.close()
})

test('judges that fail leave all to the lane, which says so once and asks again at the next publication', async () => {
  const store = await openStore(database.url)
  let asked = 0
  const judges: Judges = {
    worthFrom: 0,
    judge: () => {
      asked++
      return Promise.reject(new Error('There is no thread.'))
    },
    rest: async () => undefined,
  }
  const commands = await createCommands(store, optionsFor(database.url), () => undefined, judges)
  const lane = { ...commands, store }
  for (let n = 0; n < 3; n++) await send(lane, readyToBuy(fields(n)))
  await publish(lane, EASY, NOW + MINUTE)
  const first = await sweep(lane, NOW + MINUTE)
  expect(first.map(({ message, cause }) => [message, cause?.message])).toEqual([
    ['No accounts are judged ahead for now: the lane judges them all.', 'There is no thread.'],
  ])
  expect(asked).toBe(1)
  expect(await lane.modelProgress()).toMatchObject({
    version: 2,
    done: 3,
    total: 3,
    finishedAt: NOW + MINUTE,
  })
  await lane.advance(NOW + MINUTE, 100)
  await publish(lane, OTHER_POINTS, NOW + 2 * MINUTE)
  expect(await sweep(lane, NOW + 2 * MINUTE)).toHaveLength(1)
  expect(asked).toBe(2)
  await lane.close()
})

test('a thread that cannot start says why, and can be ended all the same', async () => {
  const judges = createJudges(optionsFor(`sqlite:${database.url}.is-not-there/at-all.db`))
  await expect(judges.judge({ version: 1, keys: ['acme'], now: NOW })).rejects.toThrow('unable to open')
  await judges.rest()
})

test('a thread judges what it is asked, in turn, and can be ended and asked again', async () => {
  const lane = await openTestLane(database.url)
  for (let n = 0; n < 3; n++) await send(lane, readyToBuy(fields(n)).slice(0, 7))
  await publish(lane, OTHER_POINTS, NOW + MINUTE)
  await lane.flush()
  const judges = createJudges(optionsFor(database.url))
  const keys = (await lane.store.db.selectFrom('account').select('key').orderBy('key').execute()).map(
    ({ key }) => key,
  )
  const ask = (some: readonly string[]) => judges.judge({ version: 2, keys: some, now: NOW + MINUTE })
  const answers = await Promise.all([ask(keys.slice(0, 1)), ask([...keys.slice(1), 'nobody'])])
  expect(answers.map((all) => all.map(({ key }) => key))).toEqual([keys.slice(0, 1), keys.slice(1)])
  await judges.rest()
  expect((await ask(keys)).flatMap(({ profiles }) => profiles.members)).toHaveLength(3)
  await judges.rest()
  await lane.close()
})

test('an account that cannot be judged or advanced holds up nobody, and is told of', async () => {
  const first = await openTestLane(database.url)
  for (let n = 0; n < 3; n++) await send(first, readyToBuy(fields(n)))
  await first.flush()
  const broken = 'company-1.example'
  const { doc } = await first.store.db
    .selectFrom('account')
    .select('doc')
    .where('key', '=', broken)
    .executeTakeFirstOrThrow()
  await first.close()
  const lane = await openTestLane(database.url)
  const halved = JSON.stringify({ ...JSON.parse(doc), sums: null })
  await lane.store.db.updateTable('account').set({ doc: halved }).where('key', '=', broken).execute()
  await publish(lane, EASY, NOW + MINUTE)
  const [fault, ...more] = await sweep(lane, NOW + MINUTE)
  expect(fault?.message).toContain('The core failed')
  expect(more).toEqual([])
  const models = await lane.store.db.selectFrom('account').select('doc').orderBy('key').execute()
  expect(models.map((row) => JSON.parse(row.doc).model)).toEqual([2, 1, 2])
  const later = await lane.advance(NOW + 100 * DAY, 100)
  expect(later.faults.map(({ message }) => message)).toEqual([fault?.message])
  await lane.close()
})
