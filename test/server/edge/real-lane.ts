import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Lane, LaneOptions } from '../../../server/commands.ts'
import { openLane } from '../../../server/lane.ts'

export const KEYS = { write: 'pk_edge_tests', secret: 'sk_edge_tests_1' } as const

/** The database lane over a new SQLite file. */
export const openTestLane = async (
  options: Partial<LaneOptions> = {},
): Promise<{ lane: Lane; close(): Promise<void> }> => {
  const folder = mkdtempSync(join(tmpdir(), 'tidemark-lane-'))
  const lane = await openLane({
    databaseUrl: `sqlite:${join(folder, 'test.db')}`,
    publicUrl: 'http://localhost:4680',
    keys: KEYS,
    identitySecret: null,
    channels: [],
    timeZone: 'UTC',
    retentionDays: null,
    ...options,
  })
  return {
    lane,
    close: async () => {
      await lane.close()
      rmSync(folder, { recursive: true })
    },
  }
}
