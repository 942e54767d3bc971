import { type CreateTableBuilder, type Kysely, sql } from 'kysely'
import type { Dialect } from '../statement.ts'

/** DESIGN section 3. Small rows that are found by their key are clustered by it; documents are not (they move). */
export const foundation = (dialect: Dialect) => ({
  up: async (db: Kysely<unknown>): Promise<void> => {
    const tools = { db, dialect }
    await journal(tools)
    await identity(tools)
    await profiles(tools)
    await sales(tools)
    await administration(tools)
  },
})

type Tools = { readonly db: Kysely<unknown>; readonly dialect: Dialect }

const clustered = <T extends string, C extends string>(
  builder: CreateTableBuilder<T, C>,
  { dialect }: Tools,
): CreateTableBuilder<T, C> => (dialect === 'sqlite' ? builder.modifyEnd(sql`without rowid`) : builder)

const journal = async (tools: Tools): Promise<void> => {
  const table = tools.db.schema
    .createTable('journal')
    .addColumn('received_at', 'bigint', (column) => column.notNull())
    .addColumn('seq', 'bigint', (column) => column.notNull())
    .addColumn('account', 'text', (column) => column.notNull())
    .addColumn('subject', 'text', (column) => column.notNull())
    .addColumn('message_id', 'text', (column) => column.notNull())
    .addColumn('model', 'bigint', (column) => column.notNull())
    .addColumn('time', 'bigint', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('trust', 'text', (column) => column.notNull())
    .addColumn('flags', 'bigint', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('journal_pk', ['received_at', 'seq', 'account'])
  const partitioned = sql`partition by range (received_at)`
  await table.modifyEnd(tools.dialect === 'sqlite' ? sql`without rowid` : partitioned).execute()
  await (tools.dialect === 'sqlite' ? counter(tools.db) : sequence(tools.db))
}

const counter = async (db: Kysely<unknown>): Promise<void> => {
  await db.schema
    .createTable('journal_seq')
    .addColumn('last', 'bigint', (column) => column.notNull())
    .addColumn('lag_from', 'bigint', (column) => column.notNull())
    .execute()
  await sql`insert into journal_seq (last, lag_from) values (0, ${sql.lit(Number.MAX_SAFE_INTEGER)})`.execute(
    db,
  )
  await sql`create view journal_of as select seen.sender, journal.* from seen join journal
    on journal.received_at = seen.received_at and journal.seq = seen.seq`.execute(db)
}

const sequence = async (db: Kysely<unknown>): Promise<void> => {
  await sql`create table journal_default partition of journal default`.execute(db)
  await db.schema.createIndex('journal_subject').on('journal').columns(['subject', 'seq']).execute()
  await sql`create view journal_of as select subject as sender, * from journal`.execute(db)
  await sql`create sequence journal_seq`.execute(db)
}

const identity = async (tools: Tools): Promise<void> => {
  const seen = tools.db.schema
    .createTable('seen')
    .addColumn('sender', 'text', (column) => column.notNull())
    .addColumn('message_id', 'text', (column) => column.notNull())
    .addColumn('received_at', 'bigint', (column) => column.notNull())
    .addColumn('seq', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('seen_pk', ['sender', 'message_id'])
  await clustered(seen, tools).execute()
  await tools.db.schema
    .createTable('subject')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('claimed_by', 'text')
    .addColumn('home_account', 'text', (column) => column.notNull())
    .addColumn('doc', 'text', (column) => column.notNull())
    .execute()
  await tools.db.schema.createIndex('subject_claimed_by').on('subject').column('claimed_by').execute()
}

/** Documents are rewritten all the time: with room on their page that leaves every index as it is. */
const rewritten = <T extends string, C extends string>(
  builder: CreateTableBuilder<T, C>,
  { dialect }: Tools,
): CreateTableBuilder<T, C> =>
  dialect === 'postgres' ? builder.modifyEnd(sql`with (fillfactor = 60)`) : builder

const profiles = async (tools: Tools): Promise<void> => {
  const { db } = tools
  const member = db.schema
    .createTable('member')
    .addColumn('account', 'text', (column) => column.notNull())
    .addColumn('subject', 'text', (column) => column.notNull())
    .addColumn('doc', 'text', (column) => column.notNull())
    .addColumn('due_at', 'bigint')
    .addPrimaryKeyConstraint('member_pk', ['account', 'subject'])
  await rewritten(member, tools).execute()
  await db.schema.createIndex('member_due').on('member').columns(['account', 'due_at']).execute()
  await db.schema.createIndex('member_subject').on('member').column('subject').execute()
  const account = db.schema
    .createTable('account')
    .addColumn('key', 'text', (column) => column.primaryKey().notNull())
    .addColumn('doc', 'text', (column) => column.notNull())
    .addColumn('due_at', 'bigint')
    .addColumn('seq', 'bigint', (column) => column.notNull())
  await rewritten(account, tools).execute()
  await db.schema.createIndex('account_due').on('account').column('due_at').execute()
}

const sales = async ({ db }: Tools): Promise<void> => {
  await db.schema
    .createTable('lead')
    .addColumn('account', 'text', (column) => column.notNull())
    .addColumn('no', 'bigint', (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('historic', 'bigint', (column) => column.notNull())
    .addColumn('opened_at', 'bigint', (column) => column.notNull())
    .addColumn('due_at', 'bigint')
    .addColumn('doc', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('lead_pk', ['account', 'no'])
    .execute()
  await db.schema.createIndex('lead_status').on('lead').columns(['status', 'opened_at']).execute()
  await db.schema
    .createTable('decision')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('account', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('subject', 'text', (column) => column.notNull())
    .addColumn('lead_no', 'bigint')
    .addColumn('notify', 'bigint', (column) => column.notNull())
    .execute()
  await outbox(db)
}

const outbox = async (db: Kysely<unknown>): Promise<void> => {
  await db.schema
    .createTable('outbox')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('account', 'text', (column) => column.notNull())
    .addColumn('channel', 'text', (column) => column.notNull())
    .addColumn('type', 'text', (column) => column.notNull())
    .addColumn('lead_no', 'bigint', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('attempts', 'bigint', (column) => column.notNull())
    .addColumn('due_at', 'bigint', (column) => column.notNull())
    .addColumn('lease_until', 'bigint', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('delivered_at', 'bigint')
    .addColumn('error', 'text')
    .execute()
  await db.schema.createIndex('outbox_due').on('outbox').columns(['channel', 'status', 'due_at']).execute()
}

const administration = async (tools: Tools): Promise<void> => {
  for (const name of ['model', 'prompts'])
    await tools.db.schema
      .createTable(name)
      .addColumn('version', 'bigint', (column) => column.primaryKey().notNull())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addColumn('made_by', 'text', (column) => column.notNull())
      .addColumn('value', 'text', (column) => column.notNull())
      .execute()
  await tools.db.schema
    .createTable('setting')
    .addColumn('name', 'text', (column) => column.primaryKey().notNull())
    .addColumn('value', 'text', (column) => column.notNull())
    .execute()
  await tools.db.schema
    .createTable('session')
    .addColumn('hash', 'text', (column) => column.primaryKey().notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('email', 'text', (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .execute()
  await observation(tools)
}

const observation = async (tools: Tools): Promise<void> => {
  await tools.db.schema
    .createTable('rejected')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('reason', 'text', (column) => column.notNull())
    .addColumn('type', 'text')
    .addColumn('message_id', 'text')
    .execute()
  await tools.db.schema.createIndex('rejected_at').on('rejected').column('at').execute()
  const tally = tools.db.schema
    .createTable('tally')
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('count', 'bigint', (column) => column.notNull())
    .addColumn('last_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('tally_pk', ['kind', 'name'])
  await clustered(tally, tools).execute()
}
