import { type Kysely, sql } from 'kysely'
import { statement } from './statement.ts'
import type { Session } from './store.ts'
import type { MemberRow, Tables } from './tables.ts'

const read = statement<MemberRow>(
  'member.read',
  { account: 'text', subject: 'text' },
  ({ match }) => sql`select account, subject, doc, due_at from member where ${match}`,
)

export const readMembers = (
  session: Session,
  pairs: readonly (readonly [account: string, subject: string])[],
): Promise<MemberRow[]> => session.run(read, pairs)

/** Members of an account whose due instant has come; Infinity = all of them. */
export const readDueMembers = (session: Session, account: string, until: number): Promise<MemberRow[]> => {
  const rows = session.db.selectFrom('member').selectAll().where('account', '=', account).orderBy('subject')
  return (until === Number.POSITIVE_INFINITY ? rows : rows.where('due_at', '<=', until)).execute()
}

const DUE_AT = {
  sqlite: sql<number>`json_extract(doc, '$.dueAt')`,
  postgres: sql<number>`(doc::json ->> 'dueAt')::bigint`,
}

/** The first due instant of the account's members whose day begins after `after`. To the ms, as their documents say. */
export const nextMemberDueAt = async (
  { db, dialect }: Session,
  account: string,
  after: number,
): Promise<number | null> => {
  const members = db.selectFrom('member').where('account', '=', account)
  const day = members.select(({ fn }) => fn.min('due_at').as('due_at')).where('due_at', '>', after)
  const row = await members
    .select(({ fn }) => fn.min(DUE_AT[dialect]).as('dueAt'))
    .where('due_at', '=', day)
    .executeTakeFirst()
  return row?.dueAt ?? null
}

const upsert = statement(
  'member.write',
  { account: 'text', subject: 'text', doc: 'doc', due_at: 'bigint' },
  ({ columns, rows }) =>
    sql`insert into member (${columns}) ${rows} on conflict (account, subject) do update
      set doc = excluded.doc, due_at = excluded.due_at`,
)

export const writeMembers = async (session: Session, rows: readonly MemberRow[]): Promise<void> => {
  await session.run(
    upsert,
    rows.map((row) => [row.account, row.subject, row.doc, row.due_at]),
  )
}

const remove = statement(
  'member.remove',
  { account: 'text', subject: 'text' },
  ({ match }) => sql`delete from member where ${match}`,
)

export const removeMembers = async (
  session: Session,
  pairs: readonly (readonly [account: string, subject: string])[],
): Promise<void> => {
  await session.run(remove, pairs)
}

const accountsBySubject = statement<Pick<MemberRow, 'account' | 'subject'>>(
  'member.accountsOf',
  { subject: 'text' },
  ({ match }) => sql`select account, subject from member where ${match}`,
)

/** The accounts in which these subjects are members. */
export const accountsOf = (
  session: Session,
  subjects: readonly string[],
): Promise<Pick<MemberRow, 'account' | 'subject'>[]> =>
  session.run(
    accountsBySubject,
    subjects.map((subject) => [subject]),
  )

export const findMembers = (db: Kysely<Tables>, account: string): Promise<MemberRow[]> =>
  db.selectFrom('member').selectAll().where('account', '=', account).orderBy('subject').execute()

/** The next members of an account by name. */
export const pageMembers = (
  db: Kysely<Tables>,
  account: string,
  { after, atMost }: { readonly after: string; readonly atMost: number },
): Promise<MemberRow[]> =>
  db
    .selectFrom('member')
    .selectAll()
    .where('account', '=', account)
    .where('subject', '>', after)
    .orderBy('subject')
    .limit(atMost)
    .execute()

/** The members of an account with the highest scores, of many. */
export const foremostMembers = async (
  db: Kysely<Tables>,
  account: string,
  atMost: number,
): Promise<MemberRow[]> => {
  const rows = await db
    .selectFrom('standing')
    .select(['account', 'subject', 'doc', 'due_at'])
    .where('account', '=', account)
    .orderBy('score', 'desc')
    .orderBy('subject')
    .limit(atMost)
    .execute()
  return rows.sort((a, b) => (a.subject < b.subject ? -1 : 1))
}

export const findMemberships = (db: Kysely<Tables>, subject: string): Promise<MemberRow[]> =>
  db.selectFrom('member').selectAll().where('subject', '=', subject).orderBy('account').execute()

/** Members by account and subject; pairs that share an account but were not asked for may come along. */
export const membersByPair = async (
  db: Kysely<Tables>,
  pairs: readonly (readonly [account: string, subject: string])[],
): Promise<MemberRow[]> => {
  if (pairs.length === 0) return []
  return db
    .selectFrom('member')
    .selectAll()
    .where('account', 'in', [...new Set(pairs.map(([account]) => account))])
    .where('subject', 'in', [...new Set(pairs.map(([, subject]) => subject))])
    .execute()
}

export const rowsOfMembers = async (db: Kysely<Tables>, accounts: readonly string[]): Promise<MemberRow[]> =>
  accounts.length === 0
    ? []
    : db.selectFrom('member').selectAll().where('account', 'in', accounts).orderBy('subject').execute()
