import { DatabaseSync } from 'node:sqlite'
import { residentBytes } from '../processes.ts'
import { everybody, someOf, type Traffic } from './requests.ts'
import { alternate, median, round, targetOf } from './rounds.ts'
import { type Served, startTidemark, withFile, withServers } from './servers.ts'

const SMALL = { users: 10_000, rows: 0, active: 10_000 }
const SHORT = { users: 100_000, rows: 1_000_000, active: 20_000 }
const LONG = { users: 1_000_000, rows: 10_000_000, active: 20_000 }

/** What an event costs with many users and a long journal, against few and an empty one. */
export const scaleCase = (isLong: boolean): Promise<void> => {
  const size = isLong ? LONG : SHORT
  return withFile((large) =>
    withFile(async (small) => {
      await fill(large, size)
      const start = [() => startTidemark(`sqlite:${small}`), () => startTidemark(`sqlite:${large}`)]
      await withServers(start, async ([few, many]) => {
        if (few && many) await compare(few, many, size)
      })
    }),
  )
}

const compare = async (few: Served, many: Served, { users, rows, active }: typeof LONG): Promise<void> => {
  const kind = { eventsEach: 5, ids: 'random' } as const
  const base: Traffic = { ...kind, nextUser: someOf(SMALL.users, SMALL.active) }
  const targets = { base: targetOf(few.port, few.pid), ours: targetOf(many.port, many.pid) }
  /** How many times what it costs with few users. One round says little: they differ by half among themselves. */
  const costOf = async (nextUser: Traffic['nextUser']): Promise<string> => {
    const ours = { ...kind, nextUser }
    const pairs = await alternate(targets, { base, ours }, { rounds: 5, runFor: 5000 })
    const costs = pairs.map((pair) => pair.base.perCpuSecond / pair.ours.perCpuSecond)
    return `${median(costs).toFixed(2)} times (${Math.min(...costs).toFixed(2)}-${Math.max(...costs).toFixed(2)})`
  }
  const cost = await costOf(someOf(users, active))
  console.log(
    `${users} users of whom ${active} are active, ${rows} events in the journal: an event costs ${cost} that with ${SMALL.users} users and none (bar 1.5)`,
  )
  console.log(`uniform over all of them: ${await costOf(everybody(users))} (no bar)`)
  console.log(`resident memory: ${(residentBytes(many.pid) / 2 ** 20).toFixed(0)} MB (bar 400)`)
}

/** Fills a database as if so many users had sent so many events, each like one that was really sent. */
const fill = async (path: string, { users, rows }: typeof LONG): Promise<void> => {
  await withServers([() => startTidemark(`sqlite:${path}`)], async ([server]) => {
    if (!server) return
    const traffic: Traffic = { eventsEach: 5, ids: 'random', nextUser: () => 0 }
    await round(targetOf(server.port, server.pid), traffic, 300)
  })
  const db = new DatabaseSync(path)
  db.exec('pragma journal_mode = wal; pragma synchronous = off; pragma cache_size = -200000')
  db.exec('begin')
  const numbers = (count: number) =>
    `with recursive n(i) as (select 0 union all select i + 1 from n where i < ${count - 1})`
  db.exec(`update journal_seq set last = ${rows + 1_000_000}`)
  const received = Date.now() - 40 * 86_400_000
  db.exec(`${numbers(rows)} insert into journal select ${received} + i / 10, 100000 + i, 'a' || (i % ${users}) / 10,
    'u' || (i % ${users}), 'old-' || i, 1, ${received} + i / 10, ${received} + i / 10, 'track', 'browser', 1,
    (select body from journal limit 1) from n`)
  db.exec(`${numbers(rows)} insert into seen select 'u' || (i % ${users}), 'old-' || i, ${received} + i / 10, 100000 + i
    from n order by 1, 2`)
  for (const [table, key, group] of [
    ['subject', 'id', 1],
    ['account', 'key', 10],
  ] as const)
    db.exec(`${numbers(Math.ceil(users / group))} insert or ignore into ${table}
      select ${copyOf(db, table, { [key]: `'${table === 'subject' ? 'u' : 'a'}' || i`, home_account: `'a' || i / 10` })}
      from n, (select * from ${table} where ${key} in ('u0', 'a0')) as one`)
  db.exec(`${numbers(users)} insert or ignore into member
    select ${copyOf(db, 'member', { account: `'a' || i / 10`, subject: `'u' || i` })}
    from n, (select * from member where subject = 'u0') as one`)
  db.exec('commit')
  db.close()
}

/** A table's columns in order, those named replaced. */
const copyOf = (db: DatabaseSync, table: string, replaced: Readonly<Record<string, string>>): string =>
  db
    .prepare(`select name from pragma_table_info('${table}')`)
    .all()
    .map((row) => String(row['name']))
    .map((name) => replaced[name] ?? `one.${name}`)
    .join(', ')
