import type { Kysely } from 'kysely'
import type { Settled } from '../commands.ts'
import type { OutboxTableRow, Tables } from './tables.ts'

/**
 * Leases due rows of one channel. The outer `where` repeats the condition: without it two servers that chose the same
 * rows would both claim them.
 */
export const claimOutbox = (
  db: Kysely<Tables>,
  {
    channel,
    now,
    atMost,
    leaseAfter,
  }: { readonly channel: string; readonly now: number; readonly atMost: number; readonly leaseAfter: number },
): Promise<OutboxTableRow[]> =>
  db
    .updateTable('outbox')
    .set({ lease_until: now + leaseAfter })
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('outbox')
        .select('id')
        .where('channel', '=', channel)
        .where('status', '=', 'pending')
        .where('due_at', '<=', now)
        .where('lease_until', '<=', now)
        .orderBy('due_at')
        .limit(atMost),
    )
    .where('status', '=', 'pending')
    .where('lease_until', '<=', now)
    .returningAll()
    .execute()

/** Records how an attempt ended: delivered, to be tried again at `retryAt`, or given up. */
export const settleOutbox = async (db: Kysely<Tables>, result: Settled): Promise<void> => {
  const isOver = result.ok || result.retryAt === null
  await db
    .updateTable('outbox')
    .set(({ eb }) => ({
      status: result.ok ? 'delivered' : isOver ? 'failed' : 'pending',
      attempts: eb('attempts', '+', 1),
      due_at: result.retryAt ?? result.at,
      lease_until: 0,
      delivered_at: result.ok ? result.at : null,
      error: result.error,
    }))
    .where('id', '=', result.id)
    .execute()
}

/** Makes a delivery due again, whatever became of it, with all its tries before it; false if there is none. */
export const replayOutbox = async (db: Kysely<Tables>, id: string, now: number): Promise<boolean> => {
  const { numUpdatedRows } = await db
    .updateTable('outbox')
    .set({ status: 'pending', attempts: 0, due_at: now, lease_until: 0, delivered_at: null, error: null })
    .where('id', '=', id)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Deliveries that are still to come, and when the first of them is or was due. */
export const pendingDeliveries = async (
  db: Kysely<Tables>,
): Promise<{ count: number; firstDueAt: number | null }> => {
  const row = await db
    .selectFrom('outbox')
    .select(({ fn }) => [fn.countAll<number>().as('count'), fn.min('due_at').as('first')])
    .where('status', '=', 'pending')
    .executeTakeFirst()
  return { count: row?.count ?? 0, firstDueAt: row?.first ?? null }
}

export const findDeliveries = (
  db: Kysely<Tables>,
  filter: { readonly status: string; readonly atMost: number },
): Promise<OutboxTableRow[]> => {
  const rows = db.selectFrom('outbox').selectAll().orderBy('created_at', 'desc').limit(filter.atMost)
  return (filter.status === 'all' ? rows : rows.where('status', '=', filter.status)).execute()
}
