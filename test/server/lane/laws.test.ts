import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonicalText } from '../../../server/rebuild.ts'
import type { Store } from '../../../server/store/store.ts'
import { DAY } from '../../../server/wire/limits.ts'
import { databases } from '../../store/databases.ts'
import { happenings, live, longCourses } from './courses.ts'
import { NOW, openTestLane, rebuild, type TestLane, type WireFields } from './harness.ts'
import { picture, replay } from './replay.ts'

const IN_MEMORY = { url: 'sqlite::memory:', drop: async () => undefined }

/** Profiles and credits by place, whatever the order in which their parts were met. */
const profiles = async (lane: TestLane) => {
  await lane.flush()
  const rows = await lane.store.db
    .selectFrom('member')
    .selectAll()
    .orderBy('account')
    .orderBy('subject')
    .execute()
  return rows.map(({ account, subject, doc }) => {
    const { named, loose, invitees, creditedTo } = JSON.parse(doc)
    return [account, subject, canonicalText({ named, loose, invitees, creditedTo })]
  })
}
/** An invitation stays in the account in which it was said: it names one here, wherever its sender is at home by then. */
const atAcme = (fields: WireFields): WireFields =>
  fields['event'] === 'Invite Sent' ? { context: { groupId: 'acme' }, ...fields } : fields

/** To whom a subject belongs, else where it is at home. */
const whereabouts = async ({ db }: Store) => {
  const rows = await db.selectFrom('subject').selectAll().orderBy('id').execute()
  return rows.map(({ id, claimed_by, home_account }) => [id, claimed_by ?? home_account])
}

describe.each(databases())('laws on $kind', ({ kind, make }) => {
  const RUNS = Number(process.env['LAW_RUNS']) || (kind === 'sqlite' ? 60 : 3)
  // Laws need no disk.
  const makeOne = () => (kind === 'sqlite' ? IN_MEMORY : make())

  /** Two empty databases. */
  const withTwo = async (run: (a: TestLane, b: TestLane) => Promise<void>) => {
    const [one, two] = [await makeOne(), await makeOne()]
    const lanes = [await openTestLane(one.url), await openTestLane(two.url)] as const
    try {
      await run(...lanes)
    } finally {
      for (const lane of lanes) await lane.close()
      for (const database of [one, two]) await database.drop()
    }
  }

  test('replaying the journal gives the same profiles, decisions, leads and messages', async () => {
    await fc.assert(
      fc.asyncProperty(happenings, (course) =>
        withTwo(async (lived, empty) => {
          const end = await live(lived, course)
          await lived.flush()
          await replay(lived.store, empty.store)
          for (const lane of [lived, empty]) {
            for (let more = true; more; ) ({ more } = await lane.advance(end + 60 * DAY, 100))
            await lane.flush()
          }
          expect(await picture(empty.store)).toEqual(await picture(lived.store))
        }),
      ),
      { numRuns: RUNS },
    )
  })

  test.runIf(kind === 'sqlite')(
    'what a crash leaves unwritten is taken in again at the next start',
    async () => {
      await fc.assert(
        fc.asyncProperty(happenings, async (course) => {
          const database = await make()
          const crashed = await openTestLane(database.url)
          const spared = await openTestLane('sqlite::memory:')
          await live(crashed, course)
          await live(spared, course)
          // The file is closed under the lane, which is left as it is: nothing is flushed.
          await crashed.store.close()
          const again = await openTestLane(database.url)
          await spared.flush()
          expect(await picture(again.store)).toEqual(await picture(spared.store))
          for (const lane of [again, spared]) await lane.close()
          await database.drop()
        }),
        { numRuns: RUNS / 2 },
      )
    },
  )

  test.runIf(kind === 'sqlite')('how soon profiles are written changes nothing', async () => {
    await fc.assert(
      fc.asyncProperty(longCourses, (course) =>
        withTwo(async (late, early) => {
          let now = NOW
          for (const one of course) {
            now = await live(early, [one], now)
            await early.flush()
          }
          expect(await live(late, course)).toBe(now)
          await late.flush()
          expect(await picture(early.store)).toEqual(await picture(late.store))
        }),
      ),
      { numRuns: RUNS },
    )
  })

  test('a rebuild finds nothing to change', async () => {
    await fc.assert(
      fc.asyncProperty(happenings, (course) =>
        withTwo(async (lane) => {
          const end = await live(lane, course)
          for (let more = true; more; ) ({ more } = await lane.advance(end, 100))
          await lane.flush()
          const before = await picture(lane.store)
          expect(await rebuild(lane, end)).toMatchObject({ changed: 0 })
          expect(await picture(lane.store)).toEqual(before)
        }),
      ),
      { numRuns: RUNS },
    )
  })

  test('the order in which events arrive, and how often, changes no profile, no credit and no whereabouts', async () => {
    const batches = happenings.map((course) =>
      course.flatMap((one) => ('events' in one ? [{ ...one, events: one.events.map(atAcme) }] : [])),
    )
    const shuffled = batches.chain((course) =>
      fc.tuple(
        fc.constant(course),
        fc.shuffledSubarray([...course, ...course], { minLength: 2 * course.length }),
      ),
    )
    await fc.assert(
      fc.asyncProperty(shuffled, ([course, disorder]) =>
        withTwo(async (a, b) => {
          await live(a, course)
          await live(b, disorder)
          expect(await whereabouts(b.store)).toEqual(await whereabouts(a.store))
          expect(await profiles(b)).toEqual(await profiles(a))
        }),
      ),
      { numRuns: RUNS },
    )
  })
})
