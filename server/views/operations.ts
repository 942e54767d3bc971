import manifest from '../../package.json' with { type: 'json' }
import type { Commands, Keys } from '../commands.ts'
import { adviceFor } from '../deliver/advice.ts'
import { isoOf, isoOrNull } from '../edge-values.ts'
import { leadIdOf } from '../lead-id.ts'
import { newestRejected, readTallies } from '../store/observations.ts'
import { failingDeliveries, findDeliveries } from '../store/outbox.ts'
import type { Store } from '../store/store.ts'
import { unknownStripeCustomers } from '../store/stripe.ts'
import type { OutboxTableRow } from '../store/tables.ts'
import type { LeadMessage } from '../wire/message.ts'
import type { Delivery, Installation, Rejected } from '../wire/operations.ts'

export const viewDeliveries = async (
  store: Store,
  filter: Parameters<Commands['deliveries']>[0],
): Promise<Delivery[]> => (await findDeliveries(store.db, filter)).map(viewDelivery)

/** The company is called as the message calls it. */
const viewDelivery = (row: OutboxTableRow): Delivery => {
  const message: LeadMessage = JSON.parse(row.body)
  return {
    id: row.id,
    channel: row.channel,
    type: row.type,
    accountId: row.account,
    company: message.data.company,
    leadId: leadIdOf(row.account, row.lead_no),
    status: row.status as Delivery['status'],
    attempts: row.attempts,
    createdAt: isoOf(row.created_at),
    nextAttemptAt: row.status === 'pending' ? isoOf(row.due_at) : null,
    deliveredAt: isoOrNull(row.delivered_at),
    lastError: row.error,
  }
}

export const viewRejected = async (store: Store, atMost: number): Promise<Rejected[]> =>
  (await newestRejected(store.db, atMost)).map((row) => ({
    at: isoOf(row.at),
    reason: row.reason,
    type: row.type,
    messageId: row.message_id,
  }))

/** Customers of Stripe shown as unknown. */
const UNMATCHED = 20

const KINDS: Readonly<Record<keyof Keys, string>> = {
  write: 'browser',
  secret: 'secret',
  testWrite: 'test browser',
  testSecret: 'test secret',
}

/** By the kind of counter. */
const REFUSED: Readonly<Record<string, Installation['refused'][number]['what']>> = {
  'refused origin': 'origin',
  'refused key': 'key',
  'refused token': 'token',
}

/** Of these channels, those whose messages do not arrive. */
export const viewFailing = async (
  { db }: Pick<Store, 'db'>,
  channels: readonly string[],
): Promise<Installation['failing']> => {
  const rows = await Promise.all(
    channels.map(async (channel) => ({ channel, failing: await failingDeliveries(db, channel) })),
  )
  return rows.flatMap(({ channel, failing }) =>
    failing === null
      ? []
      : [
          {
            channel,
            deliveries: failing.count,
            since: isoOf(failing.since),
            lastError: failing.error,
            advice: adviceFor(failing.error, channel),
          },
        ],
  )
}

/** Is it working? What arrived last, from where, with which key. Secret keys are shown by their ends only. */
export const viewInstallation = async (
  {
    store,
    keys,
    channels,
  }: { readonly store: Store; readonly keys: Keys; readonly channels: readonly string[] },
  now: number,
): Promise<Omit<Installation, 'proxies'>> => {
  const tallies = await readTallies(store.db)
  const unmatched = await unknownStripeCustomers(store.db, UNMATCHED)
  const total = (kind: string) => tallies.find((row) => row.kind === kind)
  const lastUse = (kind: string) =>
    tallies.find((row) => row.kind === 'key' && row.name === kind)?.last_at ?? null
  return {
    version: manifest.version,
    lastEventAt: isoOrNull(total('events')?.last_at ?? null),
    events: total('events')?.count ?? 0,
    rejected: total('rejected')?.count ?? 0,
    refused: tallies.flatMap(({ kind, name, count, last_at: at }) => {
      const what = REFUSED[kind]
      return what ? [{ what, which: name, requests: count, lastAt: isoOf(at) }] : []
    }),
    dropped: total('dropped')?.count ?? 0,
    skewed: tallies
      .filter((row) => row.kind === 'skewed')
      .map((row) => ({
        kind: KINDS[row.name as keyof Keys],
        requests: row.count,
        lastAt: isoOf(row.last_at),
      })),
    origins: tallies
      .filter((row) => row.kind === 'origin')
      .map((row) => ({ origin: row.name, lastAt: isoOf(row.last_at), events: row.count })),
    keys: (Object.keys(KINDS) as (keyof Keys)[]).map((kind) => ({
      kind: KINDS[kind],
      key: shown(keys[kind]),
      lastAt: isoOrNull(lastUse(kind)),
    })),
    channels: [...channels],
    failing: await viewFailing(store, channels),
    stripe: {
      unmatched: unmatched.map(({ id, noted_at }) => ({ customer: id, lastAt: isoOf(noted_at) })),
    },
    clock: isoOf(now),
  }
}

const shown = (key: string): string => (key.startsWith('pk_') ? key : `${key.slice(0, 6)}...${key.slice(-4)}`)
