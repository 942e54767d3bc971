import { randomUUID } from 'node:crypto'
import { createSigner } from 'fast-jwt'
import type { IngestRequest, Keys, Lane, LaneOptions, Receipt } from '../../../server/commands.ts'
import { createCommands, type LaneCommands } from '../../../server/lane-commands.ts'
import { openStore, type Store } from '../../../server/store/store.ts'
import type { RebuildPass } from '../../../server/wire/operations.ts'

export const NOW = Date.UTC(2026, 5, 17, 12)
export const SECRET = 'a-secret-that-is-long-enough-for-hs256'

export const KEYS: Keys = {
  write: 'pk_write',
  secret: 'sk_secret',
  testWrite: 'pk_test_write',
  testSecret: 'sk_test_secret',
}

export const optionsFor = (databaseUrl: string, more: Partial<LaneOptions> = {}): LaneOptions => ({
  databaseUrl,
  publicUrl: 'https://tidemark.example',
  keys: KEYS,
  identitySecret: SECRET,
  channels: ['webhook'],
  timeZone: 'UTC',
  retentionDays: null,
  ...more,
})

export type TestLane = LaneCommands & { readonly store: Store }

/** The lane in this thread, with its store at hand for what no command tells. */
export const openTestLane = async (url: string, more: Partial<LaneOptions> = {}): Promise<TestLane> => {
  const store = await openStore(url)
  return { ...(await createCommands(store, optionsFor(url, more), () => undefined)), store }
}

export type WireFields = Readonly<Record<string, unknown>>

export const track = (event: string, fields: WireFields = {}): WireFields => ({
  type: 'track',
  event,
  messageId: randomUUID(),
  userId: 'ann',
  ...fields,
})

export const identify = (fields: WireFields = {}): WireFields => ({
  type: 'identify',
  messageId: randomUUID(),
  userId: 'ann',
  ...fields,
})

export const group = (groupId: string, fields: WireFields = {}): WireFields => ({
  type: 'group',
  messageId: randomUUID(),
  userId: 'ann',
  groupId,
  ...fields,
})

export const alias = (userId: string, previousId: string): WireFields => ({
  type: 'alias',
  messageId: randomUUID(),
  userId,
  previousId,
})

/** Enough of everything for the sales tier. */
export const readyToBuy = (fields: WireFields = {}): WireFields[] => [
  ...Array.from({ length: 6 }, () => track('Core Action Completed', fields)),
  track('Integration Connected', fields),
  track('Pricing Viewed', fields),
  track('Pricing Viewed', fields),
  track('Limit Reached', { properties: { limit: 'records', used: 100, max: 100 }, ...fields }),
]

/** An identity token as the customer's backend signs it. */
export const tokenFor = (claims: WireFields, key = SECRET): string =>
  createSigner({ key, algorithm: 'HS256', noTimestamp: 'iat' in claims && claims['iat'] === undefined })({
    aud: 'tidemark',
    iat: NOW / 1000 - 60,
    exp: NOW / 1000 + 3600,
    ...claims,
  })
export const withToken = (token: string) => ({ context: { tidemark: { token } } })

export type Sent = Partial<IngestRequest> & { readonly sentAt?: number }

export const request = (batch: readonly unknown[], { sentAt, ...more }: Sent = {}): IngestRequest => ({
  body: JSON.stringify({ batch, ...(sentAt !== undefined && { sentAt: new Date(sentAt).toISOString() }) }),
  endpoint: 'batch',
  key: KEYS.write,
  receivedAt: NOW,
  origin: null,
  address: '192.0.2.1',
  ...more,
})

export const send = async (
  lane: Pick<Lane, 'ingest'>,
  batch: readonly unknown[],
  more: Sent = {},
): Promise<Receipt> => {
  const [receipt] = await lane.ingest([request(batch, more)])
  if (!receipt) throw new Error('No receipt.')
  return receipt
}

export const SUCCESS = { status: 200, body: '{"success":true}' }

/** All passes of a rebuild. */
export const rebuild = async (lane: Pick<Lane, 'rebuild'>, now: number): Promise<RebuildPass> => {
  for (;;) {
    const pass = await lane.rebuild(now)
    if (pass.isOver) return pass
  }
}
