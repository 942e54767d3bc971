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

/**
 * What of a channel could not be delivered: what is tried again, and what was given up since a message last went through.
 * With the error of the newest of them; null = none.
 */
export const failingDeliveries = async (
  db: Kysely<Tables>,
  channel: string,
): Promise<{ count: number; since: number; error: string } | null> => {
  // A row that is over was due last when it ended.
  const wentThrough = await db
    .selectFrom('outbox')
    .select(({ fn }) => fn.max('due_at').as('at'))
    .where('channel', '=', channel)
    .where('status', '=', 'delivered')
    .executeTakeFirst()
  const newest = await db
    .selectFrom('outbox')
    .select(({ fn }) => [
      'error',
      fn.countAll<number>().over().as('count'),
      fn.min<number>('created_at').over().as('since'),
    ])
    .where('channel', '=', channel)
    .where('error', 'is not', null)
    .where((eb) =>
      eb('status', '=', 'pending').or(eb('status', '=', 'failed').and('due_at', '>', wentThrough?.at ?? 0)),
    )
    .orderBy('created_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return newest ? { count: newest.count, since: newest.since, error: newest.error ?? '' } : null
}

export const findDeliveries = (
  db: Kysely<Tables>,
  filter: { readonly status: string; readonly atMost: number },
): Promise<OutboxTableRow[]> => {
  const rows = db.selectFrom('outbox').selectAll().orderBy('created_at', 'desc').limit(filter.atMost)
  return (filter.status === 'all' ? rows : rows.where('status', '=', filter.status)).execute()
}
