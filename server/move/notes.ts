import { type Kysely, sql } from 'kysely'
import type { Tables } from '../store/tables.ts'

/* How far a move is, noted in the new database itself, so that each note is committed with what it speaks of. */

export const makeNotes = async (db: Kysely<Tables>): Promise<void> => {
  await sql`create table if not exists move_note (name text primary key, value text not null)`.execute(db)
}

export const readNote = async (db: Kysely<Tables>, name: string): Promise<string | null> => {
  const { rows } = await sql<{ value: string }>`select value from move_note where name = ${name}`.execute(db)
  return rows[0]?.value ?? null
}

export const writeNote = async (db: Kysely<Tables>, name: string, value: string): Promise<void> => {
  await sql`insert into move_note (name, value) values (${name}, ${value})
    on conflict (name) do update set value = excluded.value`.execute(db)
}

export const dropNotes = async (db: Kysely<Tables>): Promise<void> => {
  await sql`drop table move_note`.execute(db)
}
