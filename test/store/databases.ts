import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inject } from 'vitest'
import { administer } from './postgres.ts'

/** An empty database for one test. */
export type TestDatabase = { readonly url: string; readonly drop: () => Promise<void> }

export type Kind = { readonly kind: 'sqlite' | 'postgres'; readonly make: () => Promise<TestDatabase> }

const makeSqlite = async (): Promise<TestDatabase> => {
  const folder = mkdtempSync(join(tmpdir(), 'tidemark-test-'))
  return {
    url: `sqlite:${join(folder, 'test.db')}`,
    drop: async () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** Making a database takes half a second: an emptied one is used again. */
const makePostgres = (cluster: string) => {
  const free: string[] = []
  const create = async (): Promise<string> => {
    const name = `test_${randomUUID().replaceAll('-', '')}`
    await administer(cluster, `create database ${name}`)
    const url = new URL(cluster)
    url.pathname = `/${name}`
    return url.href
  }
  return async (): Promise<TestDatabase> => {
    const url = free.pop() ?? (await create())
    return {
      url,
      drop: async () => {
        await administer(url, EMPTY)
        free.push(url)
      },
    }
  }
}

/** Empties every table but those in which the migrations are noted. */
const EMPTY = `do $$ begin
  execute (select 'truncate ' || string_agg(quote_ident(tablename), ', ') from pg_tables
    where schemaname = 'public' and tablename not like 'kysely%' and tablename not like 'journal\\_%');
end $$`

/** Every database at hand; a suite runs once on each. */
export const databases = (): Kind[] => {
  const cluster = inject('postgres')
  return [
    { kind: 'sqlite', make: makeSqlite },
    ...(cluster === null ? [] : [{ kind: 'postgres', make: makePostgres(cluster) } as const]),
  ]
}
