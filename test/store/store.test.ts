import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createMaintenance } from '../../server/maintenance.ts'
import { lockAccounts, writeAccounts } from '../../server/store/accounts.ts'
import { appendJournal, drawSeqs, JOURNAL_START, journalOf, pageJournal } from '../../server/store/journal.ts'
import { insertOutbox } from '../../server/store/leads.ts'
import { readMembers, removeMembers, writeMembers } from '../../server/store/members.ts'
import { claimOutbox, replayOutbox, settleOutbox } from '../../server/store/outbox.ts'
import { forgetMessages, knownMessages, rememberMessages } from '../../server/store/seen.ts'
import { insertSession, takeCode } from '../../server/store/sessions.ts'
import { rememberSetting, replaceSetting } from '../../server/store/settings.ts'
import { openStore, type Session, type Store } from '../../server/store/store.ts'
import type { JournalRow } from '../../server/store/tables.ts'
import { DAY } from '../../server/wire/limits.ts'
import { databases, type TestDatabase } from './databases.ts'

const row = (seq: number, more: Partial<JournalRow> = {}): JournalRow => ({
  received_at: 1_800_000_000_000,
  seq,
  account: 'acme',
  subject: 'ann',
  message_id: `m${seq}`,
  model: 1,
  time: 1_800_000_000_000,
  at: 1_800_000_000_000,
  kind: 'track',
  trust: 'browser',
  flags: 0,
  body: '{"name":"It\'s \\"quoted\\", {braces}, \\\\ and 山田"}',
  ...more,
})

const seen = (sender: string, message_id: string, received_at: number) => ({
  sender,
  message_id,
  received_at,
  seq: received_at,
})
const code = (hash: string) => ({ hash, kind: 'code', email: 'a@b.example', expires_at: 1000 })
const draw = (store: Store) => store.transaction((session) => drawSeqs(session, 3))

describe.each(databases())('the store on $kind', ({ kind, make }) => {
  let database: TestDatabase
  let store: Store
  beforeEach(async () => {
    database = await make()
    store = await openStore(database.url)
  })
  afterEach(async () => {
    await store.close()
    await database.drop()
  })

  test('opening a database that was migrated before changes nothing', async () => {
    await rememberSetting(store.db, 'name', 'kept')
    const again = await openStore(database.url)
    expect(await rememberSetting(again.db, 'name', 'new')).toBe('kept')
    await again.close()
  })

  test('the journal gives back the bytes it was given, in order', async () => {
    const rows = [row(1), row(2, { subject: '~visitor' }), row(3)]
    await store.transaction(async (session) => {
      await appendJournal(session, rows)
      await rememberMessages(
        session,
        rows.map((one) => ({ ...seen(one.subject, one.message_id, one.received_at), seq: one.seq })),
      )
    })
    expect(await pageJournal(store.db, JOURNAL_START, 10)).toEqual(rows)
    expect(await pageJournal(store.db, { received_at: row(1).received_at, seq: 1 }, 1)).toEqual([rows[1]])
    expect(await store.read((session) => journalOf(session, ['ann', 'nobody']))).toEqual([rows[0], rows[2]])
  })

  test.runIf(kind === 'postgres')(
    'one look a minute forgets the messages of thousands of senders',
    async () => {
      const now = 20 * DAY
      const old = Array.from({ length: 1200 }, (_, n) =>
        seen(`sender-${String(n).padStart(4, '0')}`, 'm', DAY),
      )
      await store.transaction((session) => rememberMessages(session, [...old, seen('young', 'm', 19 * DAY)]))
      await createMaintenance(store)(now)
      const left = await store.db.selectFrom('seen').select('sender').execute()
      expect(left).toEqual([{ sender: 'young' }])
    },
  )

  test('events of any month find a partition', async () => {
    const rows = [row(1, { received_at: 1 }), row(2, { received_at: 4_000_000_000_000 })]
    await store.transaction((session) => appendJournal(session, rows))
    expect(await pageJournal(store.db, JOURNAL_START, 10)).toHaveLength(2)
  })

  test('sequence numbers ascend and are never given twice', async () => {
    const drawn = [...(await draw(store)), ...(await draw(store))]
    expect(drawn).toEqual([...new Set(drawn)].sort((a, b) => a - b))
  })

  test('locking an account makes it when it is missing and leaves it when it is there', async () => {
    const lock = (doc: string) =>
      store.transaction((session) => lockAccounts(session, { keys: ['a', 'b'], doc }))
    expect(await lock('"new"')).toEqual([
      { key: 'a', doc: '"new"', due_at: null, seq: 0 },
      { key: 'b', doc: '"new"', due_at: null, seq: 0 },
    ])
    await store.transaction((session) =>
      writeAccounts(session, [{ key: 'a', doc: '"written"', due_at: 7, seq: 9 }]),
    )
    expect(await lock('"new"')).toContainEqual({ key: 'a', doc: '"written"', due_at: 7, seq: 9 })
  })

  test('members are written over, found by pair, and removed', async () => {
    const write = (doc: string) =>
      store.transaction((session) =>
        writeMembers(session, [{ account: 'a', subject: 's', doc, due_at: null }]),
      )
    await write('1')
    await write('2')
    const read = () =>
      store.read((session) =>
        readMembers(session, [
          ['a', 's'],
          ['a', 'x'],
        ]),
      )
    expect(await read()).toEqual([{ account: 'a', subject: 's', doc: '2', due_at: null }])
    await store.transaction((session) => removeMembers(session, [['a', 's']]))
    expect(await read()).toEqual([])
  })

  test('a transaction that fails leaves nothing behind', async () => {
    const failing = store.transaction(async (session) => {
      await rememberMessages(session, [seen('ann', 'm', 1)])
      throw new Error('on purpose')
    })
    await expect(failing).rejects.toThrow('on purpose')
    expect(await store.read((session) => knownMessages(session, [['ann', 'm']]))).toEqual([])
  })

  test('only a repeatable transaction does not wait for the disk, and it too is kept or dropped as a whole', async () => {
    const waits = async ({ dialect, db }: Session): Promise<boolean> => {
      const asked = dialect === 'sqlite' ? sql`pragma synchronous` : sql`show synchronous_commit`
      const { rows } = await asked.execute(db)
      const [setting] = Object.values(rows[0] ?? {})
      return setting === 2 || setting === 'on'
    }
    const remember = async (session: Session, id: string) => {
      await rememberMessages(session, [seen('ann', id, 1)])
      return waits(session)
    }
    expect(await store.transaction((session) => remember(session, 'kept'), 'repeatable')).toBe(false)
    const failing = store.transaction(async (session) => {
      await remember(session, 'dropped')
      throw new Error('on purpose')
    }, 'repeatable')
    await expect(failing).rejects.toThrow('on purpose')
    // Nor does a single statement hurry after one, such as the claim of what is then sent out.
    expect(await store.read(waits)).toBe(true)
    expect(await store.transaction((session) => remember(session, 'later'))).toBe(true)
    const ids = ['kept', 'dropped', 'later'].map((id) => ['ann', id] as const)
    const known = await store.read((session) => knownMessages(session, ids))
    expect(known.map(({ message_id }) => message_id).sort()).toEqual(['kept', 'later'])
  })

  test('messages are forgotten by age, a slice at a time', async () => {
    await store.transaction((session) =>
      rememberMessages(session, [seen('ann', 'old', 1), seen('bob', 'new', 9), seen('bob', 'old', 1)]),
    )
    const from = await forgetMessages(store.db, { from: '', before: 5, atMost: 1 })
    expect(from).toBe('ann')
    await forgetMessages(store.db, { from: from ?? '', before: 5, atMost: 10 })
    const known = await store.read((session) =>
      knownMessages(session, [
        ['ann', 'old'],
        ['bob', 'new'],
        ['bob', 'old'],
      ]),
    )
    expect(known).toEqual([{ sender: 'bob', message_id: 'new' }])
  })

  test('an outbox row is claimed by one server only, and again when its lease has run out', async () => {
    const message = {
      id: 'msg_1',
      account: 'a',
      channel: 'webhook',
      type: 'lead.qualified',
      lead_no: 1,
      body: '{}',
      created_at: 100,
    }
    await store.transaction((session) => insertOutbox(session, [message]))
    const claim = (now: number) =>
      claimOutbox(store.db, { channel: 'webhook', now, atMost: 5, leaseAfter: 1000 })
    const claims = await Promise.all([claim(200), claim(200), claim(200), claim(200)])
    expect(claims.flat()).toHaveLength(1)
    expect(await claim(1100)).toEqual([])
    expect(await claim(1200)).toHaveLength(1)
    await settleOutbox(store.db, { id: 'msg_1', ok: false, error: 'busy', retryAt: 5000, at: 1300 })
    expect(await claim(4999)).toEqual([])
    expect(await claim(5000)).toMatchObject([{ attempts: 1, error: 'busy' }])
    await settleOutbox(store.db, { id: 'msg_1', ok: true, error: null, retryAt: null, at: 5100 })
    expect(await claim(9000)).toEqual([])
    expect(await replayOutbox(store.db, 'msg_1', 9000)).toBe(true)
    expect(await claim(9000)).toMatchObject([{ attempts: 0 }])
    expect(await replayOutbox(store.db, 'msg_2', 9000)).toBe(false)
  })

  test('a sign-in code works once, and not when it is too old', async () => {
    await insertSession(store.db, code('x'), 0)
    await insertSession(store.db, code('y'), 0)
    const taken = await Promise.all([takeCode(store.db, 'x', 500), takeCode(store.db, 'x', 500)])
    expect(taken.filter((email) => email !== null)).toEqual(['a@b.example'])
    expect(await takeCode(store.db, 'y', 1000)).toBeNull()
  })

  test('a remembered value is the same for everybody; a replaced one is the last', async () => {
    const values = await Promise.all(['a', 'b', 'c'].map((value) => rememberSetting(store.db, 'key', value)))
    expect(new Set(values).size).toBe(1)
    await replaceSetting(store.db, 'key', 'last')
    expect(await rememberSetting(store.db, 'key', 'late')).toBe('last')
  })

  test.runIf(kind === 'postgres')('many processes may start at once on an empty database', async () => {
    const fresh = await make()
    const stores = await Promise.all(Array.from({ length: 4 }, () => openStore(fresh.url)))
    await Promise.all(stores.map((one) => one.close()))
    await fresh.drop()
  })
})

test('a database that cannot be opened says which and why, without its password', async () => {
  await expect(openStore('postgres://joe:hunter2@127.0.0.1:1/none')).rejects.toThrow(
    /postgres:\/\/joe:\.\.\.@127\.0\.0\.1:1\/none cannot be opened: .*ECONNREFUSED/,
  )
})
