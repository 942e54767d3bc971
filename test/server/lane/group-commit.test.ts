import { sql } from 'kysely'
import { afterEach, expect, test } from 'vitest'
import { JOURNAL_START, pageJournal } from '../../../server/store/journal.ts'
import { NOW, request, SUCCESS, track } from './harness.ts'
import { type Bench, onEveryDatabase } from './suite.ts'

/** From now on the database refuses whatever has the message id `cursed`. */
const curse = async ({ lane }: Bench): Promise<void> => {
  const { db, dialect } = lane.store
  const when = sql`before insert on journal for each row when (new.message_id = 'cursed')`
  if (dialect === 'sqlite') {
    await sql`create trigger curse ${when} begin select raise(abort, 'cursed'); end`.execute(db)
    return
  }
  await sql`create or replace function curse() returns trigger language plpgsql as
    $$ begin raise exception 'cursed'; end $$`.execute(db)
  await sql`create trigger curse ${when} execute function curse()`.execute(db)
}
const lift = async ({ lane }: Bench): Promise<void> => {
  const { db, dialect } = lane.store
  const where = dialect === 'sqlite' ? sql`` : sql` on journal`
  await sql`drop trigger if exists curse${where}`.execute(db)
}
const core = (messageId: string) => request([track('Core Action Completed', { messageId })])
const countOf = async ({ lane }: Bench) =>
  (await lane.user('ann', NOW))?.signals.find((use) => use.signal === 'core')?.count ?? 0
const ids = async ({ lane }: Bench) =>
  (await pageJournal(lane.store.db, JOURNAL_START, 100)).map((row) => row.message_id)

onEveryDatabase('requests that share a commit', (bench) => {
  // Databases are used again.
  afterEach(() => lift(bench))

  test('one that the database refuses is asked to come again, and holds up no other', async () => {
    await bench.lane.ingest([core('before')])
    await curse(bench)
    const receipts = await bench.lane.ingest([core('a'), core('cursed'), core('b')])
    expect(receipts.map(({ status, retryAfter }) => [status, retryAfter])).toEqual([
      [200, undefined],
      [503, 10],
      [200, undefined],
    ])
    expect(await ids(bench)).toEqual(['before', 'a', 'b'])
    expect(await countOf(bench)).toBe(3)
  })

  test('after a failure memory is what is on disk: the event counts once when it is sent again', async () => {
    await curse(bench)
    await expect(bench.lane.ingest([core('cursed')])).rejects.toThrow('cursed')
    expect(await countOf(bench)).toBe(0)
    await lift(bench)
    expect(await bench.lane.ingest([core('cursed'), core('cursed')])).toEqual([SUCCESS, SUCCESS])
    expect(await countOf(bench)).toBe(1)
  })

  test('a database that refuses everything is not asked for each request', async () => {
    const { db } = bench.lane.store
    await sql`alter table journal rename to elsewhere`.execute(db)
    const receipts = await bench.lane.ingest(Array.from({ length: 6 }, (_, n) => core(`m${n}`)))
    expect(receipts.map(({ status }) => status)).toEqual([503, 503, 503, 503, 503, 503])
    await sql`alter table elsewhere rename to journal`.execute(db)
    expect(await bench.lane.ingest([core('m1')])).toEqual([SUCCESS])
  })
})
