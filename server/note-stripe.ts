import type { Commands } from './commands.ts'
import type { Store } from './store/store.ts'
import { lockStripeCustomer, writeStripeCustomer } from './store/stripe.ts'

/** Purchases that wait for a customer nobody knows; the oldest are what matters. */
const AT_MOST = 50

/** Notes who a customer is, and what was bought while that is unknown. Answers what is to be taken in now. */
export const noteStripe = (
  store: Store,
  { customer, target, message, now }: Parameters<Commands['noteStripe']>[0],
): ReturnType<Commands['noteStripe']> =>
  store.transaction(async (session) => {
    const row = await lockStripeCustomer(session, customer, now)
    const known =
      target ?? (row.kind !== null && row.target !== null ? { kind: row.kind, id: row.target } : null)
    const messages = [...(JSON.parse(row.waiting) as string[]), ...(message === null ? [] : [message])]
    const waiting = messages.slice(0, AT_MOST)
    await writeStripeCustomer(session.db, {
      id: customer,
      kind: known?.kind ?? null,
      target: known?.id ?? null,
      waiting: JSON.stringify(waiting),
    })
    return { target: known, messages }
  })
