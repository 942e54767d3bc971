import { sql } from 'kysely'
import { expect, test } from 'vitest'
import type { Session } from '../../../server/store/store.ts'
import { NOW, readyToBuy, send, track } from './harness.ts'
import { onEveryDatabase } from './suite.ts'

/** By which column each table would be spread over the machines of a distributed Postgres. */
const KEYS: Readonly<Record<string, string>> = {
  journal: 'subject',
  seen: 'sender',
  subject: 'id',
  member: 'account',
  account: 'key',
  lead: 'account',
}

type Prepared = { readonly name: string; readonly parameter_types: string }
type Node = {
  readonly 'Relation Name'?: string
  readonly 'Index Cond'?: string
  readonly 'Recheck Cond'?: string
  readonly Plans?: readonly Node[]
}

const explain = async ({ db }: Session, { name, parameter_types }: Prepared): Promise<Node[]> => {
  const types = parameter_types.slice(1, -1).split(',').filter(Boolean)
  const values = sql.raw(types.map((type) => `'${type.includes('[]') ? '{}' : ''}'`).join(', '))
  const { rows } = await sql<{
    'QUERY PLAN': { Plan: Node }[]
  }>`explain (format json) execute ${sql.id(name)} (${values})`.execute(db)
  return rows.flatMap((row) => row['QUERY PLAN'].flatMap(({ Plan }) => nodesOf(Plan)))
}

const nodesOf = (node: Node): Node[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)]

/** Tables that a statement reads without naming the key by which they are spread. Partitions count as their table. */
const strays = (nodes: readonly Node[]): string[] =>
  nodes.flatMap((node) => {
    const table = (node['Relation Name'] ?? '').replace(/^journal_.*/, 'journal')
    const key = KEYS[table]
    const condition = node['Index Cond'] ?? node['Recheck Cond'] ?? ''
    const isRead = 'Index Cond' in node || 'Recheck Cond' in node || 'Filter' in node
    return key === undefined || !isRead || condition.includes(`${key} = `) ? [] : [table]
  })

onEveryDatabase('statements of the ingest path', (bench, kind) => {
  test.runIf(kind === 'postgres')('each names the key by which its table would be spread', async () => {
    for (let n = 0; n < 3; n++)
      await send(bench.lane, [
        ...readyToBuy({ context: { groupId: 'acme' }, anonymousId: 'visitor' }),
        track('Sales Contact Requested', { context: { groupId: 'acme' } }),
        track('Pricing Viewed', { userId: null, anonymousId: `other-${n}` }),
      ])
    await bench.lane.user('ann', NOW)
    const found = await bench.lane.store.transaction(async (session) => {
      await sql`set local enable_seqscan = off`.execute(session.db)
      const { rows } = await sql<Prepared>`select name, parameter_types::text as parameter_types
        from pg_prepared_statements where name like '%.%'`.execute(session.db)
      const statements = []
      for (const row of rows) statements.push({ name: row.name, strays: strays(await explain(session, row)) })
      return statements
    })
    expect(found.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'account.lockKnown',
        'journal.append',
        'member.read',
        'member.write',
        'seen.insertNew',
        'subject.read',
      ]),
    )
    expect(found.filter((one) => one.strays.length > 0)).toEqual([])
  })
})
