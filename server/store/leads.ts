import { type Kysely, sql } from 'kysely'
import { statement } from './statement.ts'
import type { Session } from './store.ts'
import type { DecisionRow, LeadRow, OutboxTableRow, Tables } from './tables.ts'

const writeLead = statement(
  'lead.write',
  {
    account: 'text',
    no: 'bigint',
    status: 'text',
    historic: 'bigint',
    opened_at: 'bigint',
    due_at: 'bigint',
    doc: 'doc',
  },
  ({ columns, rows }) =>
    sql`insert into lead (${columns}) ${rows} on conflict (account, no) do update
      set status = excluded.status, historic = excluded.historic, due_at = excluded.due_at, doc = excluded.doc`,
)

export const writeLeads = async (session: Session, rows: readonly LeadRow[]): Promise<void> => {
  await session.run(
    writeLead,
    rows.map((row) => [row.account, row.no, row.status, row.historic, row.opened_at, row.due_at, row.doc]),
  )
}

const insertDecision = statement(
  'decision.insert',
  {
    id: 'text',
    account: 'text',
    at: 'bigint',
    kind: 'text',
    subject: 'text',
    lead_no: 'bigint',
    notify: 'bigint',
  },
  ({ columns, rows }) => sql`insert into decision (${columns}) ${rows}`,
)

export const insertDecisions = async (session: Session, rows: readonly DecisionRow[]): Promise<void> => {
  await session.run(
    insertDecision,
    rows.map((row) => [row.id, row.account, row.at, row.kind, row.subject, row.lead_no, row.notify]),
  )
}

const insertMessage = statement(
  'outbox.insert',
  {
    id: 'text',
    account: 'text',
    channel: 'text',
    type: 'text',
    lead_no: 'bigint',
    body: 'doc',
    status: 'text',
    attempts: 'bigint',
    due_at: 'bigint',
    lease_until: 'bigint',
    created_at: 'bigint',
  },
  ({ columns, rows }) => sql`insert into outbox (${columns}) ${rows}`,
)

export type NewMessage = Pick<
  OutboxTableRow,
  'id' | 'account' | 'channel' | 'type' | 'lead_no' | 'body' | 'created_at'
>

/** New messages for sales, all of them pending. */
export const insertOutbox = async (session: Session, rows: readonly NewMessage[]): Promise<void> => {
  await session.run(
    insertMessage,
    rows.map(({ id, account, channel, type, lead_no, body, created_at }) => [
      id,
      account,
      channel,
      type,
      lead_no,
      body,
      'pending',
      0,
      created_at,
      0,
      created_at,
    ]),
  )
}

export const findLead = (db: Kysely<Tables>, account: string, no: number): Promise<LeadRow | undefined> =>
  db.selectFrom('lead').selectAll().where('account', '=', account).where('no', '=', no).executeTakeFirst()

/** Leads by status, the newest first. */
export const findLeads = (
  db: Kysely<Tables>,
  filter: { readonly statuses: readonly string[]; readonly historic: boolean; readonly atMost: number },
): Promise<LeadRow[]> => {
  const rows = db
    .selectFrom('lead')
    .selectAll()
    .where('status', 'in', filter.statuses)
    .orderBy('opened_at', 'desc')
    .limit(filter.atMost)
  return (filter.historic ? rows : rows.where('historic', '=', 0)).execute()
}
