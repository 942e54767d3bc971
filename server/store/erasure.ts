import type { Kysely } from 'kysely'
import { sql } from 'kysely'
import { statement } from './statement.ts'
import type { Session } from './store.ts'
import type { DecisionRow, JournalRow, LeadRow, OutboxTableRow, Tables } from './tables.ts'

/* Statements that erasing and exporting need. They are rare and may look through whole tables. */

/** Everything that was placed in these accounts, whoever sent it, in order. */
export const journalOfAccounts = (db: Kysely<Tables>, accounts: readonly string[]): Promise<JournalRow[]> =>
  db.selectFrom('journal').selectAll().where('account', 'in', accounts).orderBy('seq').execute()

export const leadsOfAccounts = (db: Kysely<Tables>, accounts: readonly string[]): Promise<LeadRow[]> =>
  db
    .selectFrom('lead')
    .selectAll()
    .where('account', 'in', accounts)
    .orderBy('account')
    .orderBy('no')
    .execute()

export const decisionsOfAccounts = (
  db: Kysely<Tables>,
  accounts: readonly string[],
): Promise<DecisionRow[]> =>
  db.selectFrom('decision').selectAll().where('account', 'in', accounts).orderBy('at').execute()

export const deliveriesOfAccounts = (
  db: Kysely<Tables>,
  accounts: readonly string[],
): Promise<OutboxTableRow[]> =>
  db.selectFrom('outbox').selectAll().where('account', 'in', accounts).orderBy('created_at').execute()

const removeRows = statement(
  'journal.remove',
  { received_at: 'bigint', seq: 'bigint', account: 'text' },
  ({ match }) => sql`delete from journal where ${match}`,
)

export const removeJournal = async (session: Session, rows: readonly JournalRow[]): Promise<void> => {
  await session.run(
    removeRows,
    rows.map((row) => [row.received_at, row.seq, row.account]),
  )
}

const forgetRows = statement(
  'seen.remove',
  { sender: 'text', message_id: 'text' },
  ({ match }) => sql`delete from seen where ${match}`,
)

/** Forgets that these were accepted; on SQLite that is also the journal's index. */
export const removeMessages = async (session: Session, rows: readonly JournalRow[]): Promise<void> => {
  await session.run(
    forgetRows,
    rows.map((row) => [row.subject, row.message_id]),
  )
}

export const rewriteJournal = async (db: Kysely<Tables>, { body, ...row }: JournalRow): Promise<void> => {
  await db
    .updateTable('journal')
    .set({ body })
    .where('received_at', '=', row.received_at)
    .where('seq', '=', row.seq)
    .where('account', '=', row.account)
    .execute()
}

const bySubject = (name: string, table: 'subject' | 'member', column: 'id' | 'subject') =>
  statement(name, { [column]: 'text' }, ({ match }) => sql`delete from ${sql.table(table)} where ${match}`)
const removeSubjectRows = bySubject('subject.remove', 'subject', 'id')
const removeMemberRows = bySubject('member.removeAll', 'member', 'subject')

/** Who they were, and their profiles in every account. */
export const removeSubjects = async (session: Session, subjects: readonly string[]): Promise<void> => {
  const rows = subjects.map((subject) => [subject])
  await session.run(removeSubjectRows, rows)
  await session.run(removeMemberRows, rows)
}

export const removeLead = async (db: Kysely<Tables>, { account, no }: LeadRow): Promise<void> => {
  await db.deleteFrom('lead').where('account', '=', account).where('no', '=', no).execute()
}

export const rewriteLead = async (db: Kysely<Tables>, { account, no, doc }: LeadRow): Promise<void> => {
  await db.updateTable('lead').set({ doc }).where('account', '=', account).where('no', '=', no).execute()
}

export const rewriteDelivery = async (db: Kysely<Tables>, id: string, body: string): Promise<void> => {
  await db.updateTable('outbox').set({ body }).where('id', '=', id).execute()
}

export const removeById = async (
  db: Kysely<Tables>,
  table: 'decision' | 'outbox' | 'held',
  ids: readonly string[],
): Promise<void> => {
  for (const id of ids) await db.deleteFrom(table).where('id', '=', id).execute()
}

/** An account with its members' rows. */
export const removeAccount = async (db: Kysely<Tables>, key: string): Promise<void> => {
  await db.deleteFrom('member').where('account', '=', key).execute()
  await db.deleteFrom('account').where('key', '=', key).execute()
}

/** Sign-ins under these addresses; how many. */
export const removeSessions = async (db: Kysely<Tables>, emails: readonly string[]): Promise<number> => {
  if (emails.length === 0) return 0
  const { numDeletedRows } = await db.deleteFrom('session').where('email', 'in', emails).executeTakeFirst()
  return Number(numDeletedRows)
}

/** Links to Stripe's customers; how many. */
export const removeStripeLinks = async (db: Kysely<Tables>, targets: readonly string[]): Promise<number> => {
  if (targets.length === 0) return 0
  const { numDeletedRows } = await db
    .deleteFrom('stripe_customer')
    .where('target', 'in', targets)
    .executeTakeFirst()
  return Number(numDeletedRows)
}

/** On SQLite what is deleted is overwritten with zeros from here on, and afterwards leaves the WAL too. */
export const overwriteDeleted = async (db: Kysely<Tables>): Promise<void> => {
  await sql`pragma secure_delete = on`.execute(db)
}
export const stopOverwriting = async (db: Kysely<Tables>): Promise<void> => {
  await sql`pragma secure_delete = off`.execute(db)
  await sql`pragma wal_checkpoint(truncate)`.execute(db)
}
