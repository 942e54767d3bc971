import { sql } from 'kysely'
import { statement } from './statement.ts'
import type { Session } from './store.ts'
import type { PromptStateRow } from './tables.ts'

type Key = Pick<PromptStateRow, 'kind' | 'id'>
const ROWS = { kind: 'text', id: 'text', doc: 'doc' } as const

const lock = statement<PromptStateRow>(
  'promptState.lock',
  ROWS,
  ({ columns, rows }) =>
    sql`insert into prompt_state (${columns}) ${rows} on conflict (kind, id) do update
      set id = excluded.id returning kind, id, doc`,
)

/** Locks the states until the end of the transaction, making missing ones with `doc`. The keys must ascend. */
export const lockPromptStates = (
  session: Session,
  keys: readonly Key[],
  doc: string,
): Promise<PromptStateRow[]> =>
  session.run(
    lock,
    keys.map(({ kind, id }) => [kind, id, doc]),
  )

const upsert = statement(
  'promptState.write',
  ROWS,
  ({ columns, rows }) =>
    sql`insert into prompt_state (${columns}) ${rows} on conflict (kind, id) do update set doc = excluded.doc`,
)

export const writePromptStates = async (session: Session, rows: readonly PromptStateRow[]): Promise<void> => {
  await session.run(
    upsert,
    rows.map(({ kind, id, doc }) => [kind, id, doc]),
  )
}

const read = statement<PromptStateRow>(
  'promptState.read',
  { kind: 'text', id: 'text' },
  ({ match }) => sql`select kind, id, doc from prompt_state where ${match}`,
)

export const readPromptStates = (session: Session, keys: readonly Key[]): Promise<PromptStateRow[]> =>
  session.run(
    read,
    keys.map(({ kind, id }) => [kind, id]),
  )

const remove = statement(
  'promptState.remove',
  { kind: 'text', id: 'text' },
  ({ match }) => sql`delete from prompt_state where ${match}`,
)

export const removePromptStates = async (session: Session, keys: readonly Key[]): Promise<void> => {
  await session.run(
    remove,
    keys.map(({ kind, id }) => [kind, id]),
  )
}
