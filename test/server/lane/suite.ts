import { afterEach, beforeEach, describe } from 'vitest'
import { databases, type TestDatabase } from '../../store/databases.ts'
import { openTestLane, type TestLane } from './harness.ts'

/** What a test works with: a lane on an empty database. */
export type Bench = {
  lane: TestLane
  database: TestDatabase
  /** Ends the lane and opens another on the same database: it remembers nothing. */
  restart: () => Promise<void>
}

/** Runs the tests once on each database at hand, each test on an empty one. */
export const onEveryDatabase = (name: string, define: (bench: Bench, kind: string) => void): void => {
  describe.each(databases())(`${name} on $kind`, ({ kind, make }) => {
    const bench = {
      restart: async () => {
        await bench.lane.close()
        bench.lane = await openTestLane(bench.database.url)
      },
    } as Bench
    beforeEach(async () => {
      bench.database = await make()
      bench.lane = await openTestLane(bench.database.url)
    })
    afterEach(async () => {
      await bench.lane.close()
      await bench.database.drop()
    })
    define(bench, kind)
  })
}
