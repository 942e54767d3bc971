import { type Kysely, sql } from 'kysely'
import { statement } from './statement.ts'
import type { Session } from './store.ts'
import type { BaseRow, Tables } from './tables.ts'

/** Any number that no other program on this database uses for its advisory locks. */
const LOCK = 468_015_074

/**
 * Until the end of the transaction nothing goes from the journal into the base: whoever reads both sees every event
 * once. SQLite has one writer.
 */
export const holdBase = async ({ db, dialect }: Session): Promise<void> => {
  if (dialect === 'postgres') await sql`select pg_advisory_xact_lock_shared(${sql.lit(LOCK)})`.execute(db)
}

/** The other side of it, if nobody reads just now; whether it was had. */
export const claimBase = async ({ db, dialect }: Session): Promise<boolean> => {
  if (dialect === 'sqlite') return true
  const { rows } = await sql<{ had: boolean }>`
    select pg_try_advisory_xact_lock(${sql.lit(LOCK)}) as had`.execute(db)
  return rows[0]?.had === true
}

const bySubject = statement<BaseRow>(
  'base.bySubject',
  { subject: 'text' },
  ({ match }) => sql`select subject, account, named, doc from base where ${match}`,
)

/** What is left of these senders' older events. To be read before the journal, under `holdBase`. */
export const basesOf = async (session: Session, senders: readonly string[]): Promise<BaseRow[]> => {
  await holdBase(session)
  return session.run(
    bySubject,
    senders.map((sender) => [sender]),
  )
}

const PLACE = { subject: 'text', account: 'text', named: 'bigint' } as const

const byPlace = statement<BaseRow>(
  'base.byPlace',
  PLACE,
  ({ match }) => sql`select subject, account, named, doc from base where ${match}`,
)

type Place = Omit<BaseRow, 'doc'>
const placeOf = ({ subject, account, named }: Place) => [subject, account, named]

export const readBases = (session: Session, places: readonly Place[]): Promise<BaseRow[]> =>
  session.run(byPlace, places.map(placeOf))

const upsert = statement(
  'base.write',
  { ...PLACE, doc: 'doc' },
  ({ columns, rows }) =>
    sql`insert into base (${columns}) ${rows} on conflict (subject, account, named) do update set doc = excluded.doc`,
)

export const writeBases = async (session: Session, rows: readonly BaseRow[]): Promise<void> => {
  await session.run(
    upsert,
    rows.map((row) => [...placeOf(row), row.doc]),
  )
}

const remove = statement('base.remove', PLACE, ({ match }) => sql`delete from base where ${match}`)

export const removeBases = async (session: Session, places: readonly Place[]): Promise<void> => {
  await session.run(remove, places.map(placeOf))
}

export const basesOfAccounts = (db: Kysely<Tables>, accounts: readonly string[]): Promise<BaseRow[]> =>
  db.selectFrom('base').selectAll().where('account', 'in', accounts).orderBy('subject').execute()

/** A page of all of them, after the given place. */
export const pageBases = (db: Kysely<Tables>, after: Place, atMost: number): Promise<BaseRow[]> =>
  db
    .selectFrom('base')
    .selectAll()
    .where((eb) =>
      eb(
        eb.refTuple('subject', 'account', 'named'),
        '>',
        eb.tuple(after.subject, after.account, after.named),
      ),
    )
    .orderBy('subject')
    .orderBy('account')
    .orderBy('named')
    .limit(atMost)
    .execute()
