import type { Kysely } from 'kysely'
import type { Session } from './store.ts'
import type { StripeCustomerRow, Tables } from './tables.ts'

/** The customer's row, made if it is new and held until the end of the transaction. */
export const lockStripeCustomer = (session: Session, id: string, now: number): Promise<StripeCustomerRow> =>
  session.db
    .insertInto('stripe_customer')
    .values({ id, kind: null, target: null, waiting: '[]', noted_at: now })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ noted_at: now }))
    .returningAll()
    .executeTakeFirstOrThrow()

export const writeStripeCustomer = async (
  db: Kysely<Tables>,
  { id, ...row }: Omit<StripeCustomerRow, 'noted_at'>,
): Promise<void> => {
  await db.updateTable('stripe_customer').set(row).where('id', '=', id).execute()
}

/** What waited has been taken in. */
export const settleStripeCustomer = async (db: Kysely<Tables>, id: string): Promise<void> => {
  await db
    .updateTable('stripe_customer')
    .set({ waiting: '[]' })
    .where('id', '=', id)
    .where('kind', 'is not', null)
    .execute()
}

/** Customers whose purchases wait because nothing says who they are; the newest first. */
export const unknownStripeCustomers = (
  db: Kysely<Tables>,
  atMost: number,
): Promise<Pick<StripeCustomerRow, 'id' | 'noted_at'>[]> =>
  db
    .selectFrom('stripe_customer')
    .select(['id', 'noted_at'])
    .where('kind', 'is', null)
    .orderBy('noted_at', 'desc')
    .limit(atMost)
    .execute()
