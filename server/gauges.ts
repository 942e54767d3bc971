import type { LaneGauges } from './commands.ts'
import { earlier } from './core/time.ts'
import { nextDueAt } from './store/accounts.ts'
import { pendingDeliveries } from './store/outbox.ts'
import type { Tools } from './work/transact.ts'

/** What this process took in since it started. */
export type Counts = { events: number; duplicates: number; rejected: number }

export const newCounts = (): Counts => ({ events: 0, duplicates: 0, rejected: 0 })

export const readGauges = async (
  { store, memory }: Tools,
  counts: Readonly<Counts>,
  now: number,
): Promise<LaneGauges> => {
  const dueAt = earlier(await nextDueAt(store.db), memory?.lag.profiles.nextDueAt() ?? null)
  const deliveries = await pendingDeliveries(store.db)
  return {
    ...counts,
    dueLag: since(dueAt, now),
    deliveriesWaiting: deliveries.count,
    deliveryLag: since(deliveries.firstDueAt, now),
  }
}

const since = (at: number | null, now: number): number => (at === null ? 0 : Math.max(0, now - at))
