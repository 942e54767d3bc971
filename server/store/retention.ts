import type { Kysely } from 'kysely'
import { readSetting, replaceSetting } from './settings.ts'
import type { Tables } from './tables.ts'

/** How far the past has gone from the journal into the base. */
export type Retention = {
  /** Nothing received before this is kept, or will be soon. */
  readonly until: number
  /** When that was said: what is not known to every process yet is not acted upon. */
  readonly saidAt: number
  /** Events that have gone so far. */
  readonly folded: number
}

const NAME = 'retention'
const NOTHING: Retention = { until: 0, saidAt: 0, folded: 0 }

export const readRetention = async (db: Kysely<Tables>): Promise<Retention> => {
  const text = await readSetting(db, NAME)
  return text === null ? NOTHING : JSON.parse(text)
}

export const writeRetention = (db: Kysely<Tables>, retention: Retention): Promise<void> =>
  replaceSetting(db, NAME, JSON.stringify(retention))

/** Another text as soon as anything more has gone. */
export const retentionMark = async (db: Kysely<Tables>): Promise<string> =>
  (await readSetting(db, NAME)) ?? ''
