import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'

const TABLES = `
create table if not exists account(id text primary key, name text not null, plan text not null, created_at integer not null);
create table if not exists person(id text primary key, account text not null, name text not null, email text not null unique collate nocase,
  role text not null, invited_by text, created_at integer not null);
create table if not exists session(token text primary key, person text not null);
create table if not exists record(id text primary key, account text not null, name text not null, company text not null, email text not null,
  stage text not null, created_at integer not null);
create index if not exists record_account on record(account, created_at);
create table if not exists invitation(token text primary key, account text not null, email text not null, invited_by text not null,
  created_at integer not null, accepted_by text);
create table if not exists integration(account text not null, name text not null, primary key(account, name));
create table if not exists outgoing(no integer primary key, body text not null);
create table if not exists escalation(id text primary key, received_at integer not null, verified integer not null, body text not null);
`

/** The product's own database: SQL in, plain rows out. */
export type Store = {
  readonly all: <Row>(sql: string, ...values: SQLInputValue[]) => Row[]
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller writes the SQL and so knows the row
  readonly one: <Row>(sql: string, ...values: SQLInputValue[]) => Row | null
  /** Runs a statement and returns how many rows it changed. */
  readonly run: (sql: string, ...values: SQLInputValue[]) => number
  readonly close: () => void
}

/** Opens (and creates) the database at this path; `:memory:` forgets everything at the end. */
export const openStore = (path: string): Store => {
  if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true })
  const database = new DatabaseSync(path)
  database.exec('pragma journal_mode = wal; pragma synchronous = normal;')
  database.exec(TABLES)
  return {
    all: <Row>(sql: string, ...values: SQLInputValue[]) => database.prepare(sql).all(...values) as Row[],
    one: <Row>(sql: string, ...values: SQLInputValue[]) =>
      (database.prepare(sql).get(...values) as Row | undefined) ?? null,
    run: (sql, ...values) => Number(database.prepare(sql).run(...values).changes),
    close: () => database.close(),
  }
}
