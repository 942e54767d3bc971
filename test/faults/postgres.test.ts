import { setTimeout as wait } from 'node:timers/promises'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { track } from '../server/lane/harness.ts'
import { administer, type Cluster, startPostgres } from '../store/postgres.ts'
import { dice, isLong, isReady, judge, post, type RealServer, startLoad, startServer } from './stand.ts'

vi.setConfig({ testTimeout: isLong ? 3_600_000 : 300_000, hookTimeout: 120_000 })

/** A cluster of its own: it is going to be stopped under everybody's feet. */
let cluster: Cluster | null = null
let servers: RealServer[] = []
beforeAll(async () => {
  const started = process.env['TIDEMARK_TEST_POSTGRES']
    ? 'one that was given is not for stopping'
    : await startPostgres()
  if (typeof started === 'string') return console.warn(`Faults of Postgres are skipped: ${started}.`)
  cluster = started
  // Who waits in a circle is found in a moment instead of a second.
  await administer(started.url, "alter system set deadlock_timeout = '20ms'")
  await administer(started.url, 'select pg_reload_conf()')
  servers = [await startServer(started.url), await startServer(started.url)]
})
afterAll(async () => {
  for (const server of servers) await server.end('SIGKILL')
  await cluster?.stop()
})

const ROUNDS = isLong ? 10 : 1
const acknowledged: string[] = []

/** Load on all servers, before, during and after what is done to the database; senders try again as SDKs do. */
const during = async (
  name: string,
  work: (url: string) => Promise<void>,
): Promise<Map<number | null, number>> => {
  const load = startLoad(
    servers.map(({ url }) => url),
    name,
    { isPatient: true },
  )
  await load.until(100)
  await work(cluster?.url ?? '')
  await load.until(100)
  await load.stop()
  acknowledged.push(...load.acknowledged)
  return load.answers
}

test.each([
  ['stopped at once and started again', async () => cluster?.crash()],
  ['cut off from its servers, in mid-commit too', async (url: string) => cutOff(url, isLong ? 50 : 8)],
  ['provoked into deadlocks', async (url: string) => lockAgainstTheOrder(url, isLong ? 50 : 3)],
] as const)('a Postgres that is %s loses nothing, and nothing counts twice', async (name, fault) => {
  if (!cluster) return
  for (let round = 0; round < ROUNDS; round++) {
    const answers = await during(`${name.slice(0, 7)} ${round}`, async (url) => {
      await fault(url)
    })
    for (const status of answers.keys()) expect([200, 503]).toContain(status)
    for (const { url } of servers) await expect.poll(() => isReady(url), { timeout: 20_000 }).toBe(true)
  }
  await judge(cluster.url, acknowledged)
})

test('of two servers one wakes each account that is due, and once', async () => {
  if (!cluster) return
  const accounts = 300
  const client = new Client({ connectionString: cluster.url })
  await client.connect()
  await post(
    servers[0]?.url ?? '',
    Array.from({ length: accounts }, (_, n) =>
      track('Pricing Viewed', { userId: `due-${n}`, context: { groupId: `due-${n}` } }),
    ),
  )
  await client.query(`create table woken (key text);
    create function note_waking() returns trigger language plpgsql as $$ begin
      insert into woken values (new.key); return new; end $$;
    create trigger waking after update of doc on account for each row execute function note_waking()`)
  await client.query(`update account set due_at = 1 where key like 'due-%'`)
  const left = async () => {
    const { rows } = await client.query(`select count(*)::int as n from account where due_at = 1`)
    return (rows as { n: number }[])[0]?.n
  }
  await expect.poll(left, { timeout: 30_000 }).toBe(0)
  const { rows } = await client.query(
    `select count(*)::int as n, count(distinct key)::int as keys from woken`,
  )
  await client.query('drop trigger waking on account; drop function note_waking; drop table woken')
  await client.end()
  expect(rows).toEqual([{ n: accounts, keys: accounts }])
})

test('one of two servers is killed: what it had promised is there, and the other serves on', async () => {
  if (!cluster) return
  await during('killed', async () => {
    await servers[0]?.end('SIGKILL')
  })
  await judge(cluster.url, acknowledged)
})

const cutOff = async (url: string, times: number): Promise<void> => {
  const random = dice('cut off')
  for (let n = 0; n < times; n++) {
    await wait(random.between(1, 80))
    await administer(
      url,
      'select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and state is not null',
    ).catch(() => undefined)
  }
}

/** Holds accounts in the order opposite to the servers', so that each waits for the other until Postgres ends one. */
const lockAgainstTheOrder = async (url: string, times: number): Promise<void> => {
  const client = new Client({ connectionString: url })
  await client.connect()
  const countDeadlocks = async (): Promise<number> => {
    const { rows } = await client.query('select sum(deadlocks) as n from pg_stat_database')
    return Number((rows as { n: string }[])[0]?.n)
  }
  const wanted = (await countDeadlocks()) + times
  while ((await countDeadlocks()) < wanted) {
    await client.query('begin')
    try {
      for (const n of [6, 5, 4, 3, 2, 1, 0])
        await client.query('select key from account where key = $1 for update', [`account-${n}`])
    } catch {
      // This one was ended: as good as the other.
    }
    await client.query('rollback')
  }
  await client.end()
}
