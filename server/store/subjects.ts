import { type Kysely, sql } from 'kysely'
import { statement } from './statement.ts'
import type { Session } from './store.ts'
import type { SubjectRow, Tables } from './tables.ts'

const read = statement<SubjectRow>(
  'subject.read',
  { id: 'text' },
  ({ match }) => sql`select id, claimed_by, home_account, doc from subject where ${match}`,
)

export const readSubjects = (session: Session, ids: readonly string[]): Promise<SubjectRow[]> =>
  session.run(
    read,
    ids.map((id) => [id]),
  )

const lock = statement<SubjectRow>(
  'subject.lock',
  { id: 'text' },
  ({ match, forUpdate }) =>
    sql`select id, claimed_by, home_account, doc from subject where ${match} ${forUpdate}`,
)

/** The same, held until the end of the transaction. */
export const lockSubjects = (session: Session, ids: readonly string[]): Promise<SubjectRow[]> =>
  session.run(
    lock,
    ids.map((id) => [id]),
  )

const ROWS = { id: 'text', claimed_by: 'text', home_account: 'text', doc: 'doc' } as const

const insertRows = statement(
  'subject.insert',
  ROWS,
  ({ columns, rows }) => sql`insert into subject (${columns}) ${rows}`,
)

/** New subjects, by ascending id. If another server met one first, the transaction fails and is run again. */
export const insertSubjects = async (session: Session, rows: readonly SubjectRow[]): Promise<void> => {
  await session.run(insertRows, rows.map(values))
}

const upsertRows = statement(
  'subject.update',
  ROWS,
  ({ columns, rows }) =>
    sql`insert into subject (${columns}) ${rows} on conflict (id) do update
    set claimed_by = excluded.claimed_by, home_account = excluded.home_account, doc = excluded.doc`,
)

/** Known subjects that changed, by ascending id. */
export const updateSubjects = async (session: Session, rows: readonly SubjectRow[]): Promise<void> => {
  await session.run(upsertRows, rows.map(values))
}

const values = (row: SubjectRow) => [row.id, row.claimed_by, row.home_account, row.doc]

const claimed = statement<Pick<SubjectRow, 'id' | 'claimed_by'>>(
  'subject.claimedBy',
  { claimed_by: 'text' },
  ({ match }) => sql`select id, claimed_by from subject where ${match} order by id`,
)

/** Whose events belong to these subjects because they were claimed. */
export const claimedBy = (
  session: Session,
  owners: readonly string[],
): Promise<Pick<SubjectRow, 'id' | 'claimed_by'>[]> =>
  session.run(
    claimed,
    owners.map((owner) => [owner]),
  )

export const findSubject = (db: Kysely<Tables>, id: string): Promise<SubjectRow | undefined> =>
  db.selectFrom('subject').selectAll().where('id', '=', id).executeTakeFirst()

export const findClaimed = (db: Kysely<Tables>, owner: string): Promise<SubjectRow[]> =>
  db.selectFrom('subject').selectAll().where('claimed_by', '=', owner).orderBy('id').execute()
