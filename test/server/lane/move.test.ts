import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type MoveProgress, move } from '../../../server/move/move.ts'
import { migrate } from '../../../server/store/migrate.ts'
import { openStore, type Store } from '../../../server/store/store.ts'
import { databases, type TestDatabase } from '../../store/databases.ts'
import {
  group,
  identify,
  NOW,
  openTestLane,
  readyToBuy,
  rebuild,
  send,
  type TestLane,
  track,
} from './harness.ts'

const postgres = databases().find(({ kind }) => kind === 'postgres')

describe.skipIf(!postgres)('moving from SQLite to Postgres', () => {
  let folder: string
  let source: string
  let target: TestDatabase
  const opened: Store[] = []
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tidemark-move-'))
    source = `sqlite:${join(folder, 'old.db')}`
    target = (await postgres?.make()) ?? { url: '', drop: async () => undefined }
    const lane = await openTestLane(source)
    for (let n = 0; n < 40; n++) {
      const fields = { userId: `üser-${n}`, context: { groupId: `account "${n % 7}"` } }
      await send(lane, [identify({ ...fields, traits: { email: `${n}@a.example` } }), ...readyToBuy(fields)])
      await send(lane, [
        track('Viewed', { userId: undefined, anonymousId: `visitor ${n}` }),
        group('Ω', { userId: 'last' }),
      ])
    }
    await send(lane, [{ type: 'nothing' }])
    await lane.remember('first-served', 'once')
    await lane.close()
  })
  afterEach(async () => {
    for (const store of opened.splice(0)) await store.close()
    await target.drop()
    rmSync(folder, { recursive: true, force: true })
  })
  const open = async (url: string) => {
    const store = await openStore(url)
    opened.push(store)
    return store
  }
  const both = async () => [await open(source), await open(target.url)] as const

  test('everything is there, and goes on: same views, no duplicate, ascending entries, nothing to rebuild', async () => {
    const seen: MoveProgress[] = []
    const moved = await move(...(await both()), (progress) => seen.push(progress))
    expect(moved.find(({ table }) => table === 'journal')?.rows).toBeGreaterThan(400)
    expect(seen.at(-1)).toMatchObject({ doing: 'verifying', done: seen.at(-1)?.total })
    const [old, here] = [await openTestLane(source), await openTestLane(target.url)]
    const filter = { status: 'all', historic: true } as const
    const leads = async (lane: TestLane) =>
      (await lane.leads(filter, NOW)).sort((a, b) => (a.id < b.id ? -1 : 1))
    expect(await leads(here)).toEqual(await leads(old))
    expect(await here.user('üser-3', NOW)).toEqual(await old.user('üser-3', NOW))
    expect(await here.keys()).toEqual(await old.keys())
    expect(await rebuild(here, NOW)).toMatchObject({ changed: 0 })
    const last = async () =>
      (
        await here.store.db
          .selectFrom('journal')
          .select(({ fn }) => fn.max('seq').as('seq'))
          .executeTakeFirst()
      )?.seq ?? 0
    const before = await last()
    await send(here, [track('After', { userId: 'üser-3' })], { receivedAt: NOW + 1 })
    expect(await last()).toBeGreaterThan(before)
    await old.close()
    await here.close()
  })

  test('what was interrupted goes on where it stopped', async () => {
    const [from, to] = await both()
    const stop = ({ doing, done }: MoveProgress) => {
      if (doing === 'copying' && done > 300) throw new Error('pulled the plug')
    }
    await expect(move(from, to, stop)).rejects.toThrow('plug')
    const journal = async () => (await to.db.selectFrom('journal').select('seq').execute()).length
    const there = await journal()
    expect(there).toBeGreaterThan(0)
    const moved = await move(from, to, () => undefined)
    expect(moved.find(({ table }) => table === 'journal')?.rows).toBe(await journal())
  })

  test('a database in use is not overwritten, and a source that changed meanwhile is noticed', async () => {
    const [from, to] = await both()
    await move(from, to, () => undefined)
    await expect(move(from, to, () => undefined)).rejects.toThrow('holds data already')
    const other = (await postgres?.make()) ?? target
    const fresh = await open(other.url)
    const stop = () => {
      throw new Error('pulled the plug')
    }
    await expect(move(from, fresh, stop)).rejects.toThrow('plug')
    const lane = await openTestLane(source)
    await send(lane, [track('Meanwhile')], { receivedAt: NOW + 5 })
    await lane.close()
    await expect(move(from, fresh, () => undefined)).rejects.toThrow('has changed')
    await other.drop()
  })

  test('a row that differs is found', async () => {
    const [from, to] = await both()
    await migrate(to, NOW)
    await sql`create function vouch_for_it() returns trigger language plpgsql as $$ begin
      new.trust := 'server'; return new; end $$`.execute(to.db)
    await sql`create trigger spoil before insert on journal for each row execute function vouch_for_it()`.execute(
      to.db,
    )
    await expect(move(from, to, () => undefined)).rejects.toThrow('not the same')
    await sql`drop trigger spoil on journal; drop function vouch_for_it`.execute(to.db)
  })
})
