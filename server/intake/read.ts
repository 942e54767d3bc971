import { Compile } from 'typebox/compile'
import type { IngestRequest, Receipt } from '../commands.ts'
import { type Fields, WireBatch } from '../wire/event.ts'
import { DAY, LIMITS } from '../wire/limits.ts'
import type { TokenRefusal } from '../wire/operations.ts'
import { isSuspicious } from './clean.ts'
import { type Envelope, readEvent } from './event.ts'
import type { createHandRaiseRate } from './hand-raises.ts'
import type { Incoming, Rejection } from './incoming.ts'
import type { KeyUse } from './keys.ts'
import { type Refusal, refused, SUCCESS } from './receipts.ts'
import { instantOf } from './time.ts'
import type { Voucher } from './token.ts'

export type Reading = {
  /** The answer, once the events are committed. */
  readonly receipt: Receipt
  readonly events: readonly Incoming[]
  readonly rejections: readonly Rejection[]
  /** Of an import: what was left out, for whoever sent it; null = it is none. */
  readonly refusals: readonly Refusal[] | null
  readonly key: KeyUse | null
  readonly receivedAt: number
  /** Why identity tokens in it vouched for nobody. */
  readonly tokenRefusals: ReadonlySet<TokenRefusal>
  /** How many events the snippet had to drop since it last told (it could not keep more). */
  readonly dropped: number
  /** How far the sender's clock is from ours, ms; null when it does not say. */
  readonly skew: number | null
}

export type Readers = {
  readonly keyOf: (key: string) => KeyUse | undefined
  readonly vouch: (token: unknown, at: number) => Voucher | TokenRefusal
  readonly asksForSales: Envelope['asksForSales']
  /** Whether an event from before this instant was counted already, nobody can tell any more. */
  readonly keptSince: () => number
  /** Why an unverified request for sales opens no lead by itself; null = it may. */
  readonly doubt: ReturnType<typeof createHandRaiseRate>
}

/** What TIDEMARK_RETENTION_DAYS keeps at least. */
const LEAST_KEPT = 7 * DAY

const batchChecker = Compile(WireBatch)

/** Reads one request: its key, its shape, then each event by itself, so that a bad one does no harm to the others. */
export const readRequest = (request: IngestRequest, readers: Readers): Reading => {
  const { endpoint } = request
  const isMany = endpoint === 'batch' || endpoint === 'import'
  const most = isMany ? LIMITS.batchBytes : LIMITS.eventBytes
  if (isLongerThan(request.body, most)) return refuse(400, `The body is larger than ${most} bytes.`)
  const body = parse(request.body)
  if (typeof body === 'string') return refuse(400, body)
  const key = readers.keyOf(request.key ?? textOr(body['writeKey'], ''))
  if (!key) return refuse(401, 'The write key is missing or unknown.')
  if (endpoint === 'import' && !key.isSecret) return refuse(401, 'An import needs the secret key.')
  return isMany ? readBatch(body, { request, readers, key }) : readOne(body, { request, readers, key })
}

type Asked = { readonly request: IngestRequest; readonly readers: Readers; readonly key: KeyUse }

const readOne = (body: Fields, asked: Asked): Reading => {
  const { endpoint, receivedAt } = asked.request
  const event = { ...body, type: endpoint }
  const tokenRefusals = new Set<TokenRefusal>()
  const envelope = envelopeOf({}, asked, tokenRefusals)
  const read = readEvent(event, envelope)
  if (typeof read !== 'string')
    return reading({ events: [read], rejections: [], tokenRefusals }, asked, envelope)
  const rejection = reject(event, read, receivedAt)
  return { ...refuse(400, `The event ${read}.`), rejections: [rejection], key: asked.key, receivedAt }
}

const readBatch = (body: Fields, asked: Asked): Reading => {
  if (!batchChecker.Check(body))
    return refuse(400, `The body must hold "batch", a list of at most ${LIMITS.batchEvents} events.`)
  const rejections: Rejection[] = []
  const tokenRefusals = new Set<TokenRefusal>()
  const envelope = envelopeOf(body, asked, tokenRefusals)
  if (Number.isNaN(envelope.sentAt))
    return refuse(400, 'sentAt is not a date: wanted ISO 8601 such as 2026-11-30T09:30:00Z, or epoch ms.')
  const events: Incoming[] = []
  const refusals: Refusal[] = []
  for (const [index, given] of body.batch.entries()) {
    const read = readEvent(given, envelope)
    if (typeof read !== 'string') {
      events.push(read)
      continue
    }
    rejections.push(reject(given, read, envelope.receivedAt))
    refusals.push({ index, reason: read })
  }
  if (!envelope.historic) return reading({ events, rejections, tokenRefusals }, asked, envelope)
  // An import is history: it is lived through in the order in which it happened.
  events.sort((a, b) => a.time - b.time)
  return { ...reading({ events, rejections, tokenRefusals }, asked, envelope), refusals }
}

/** What the events share; refusals of their tokens are gathered. */
const envelopeOf = (
  batch: Partial<WireBatch>,
  { request, readers, key }: Asked,
  tokenRefusals: Set<TokenRefusal>,
): Envelope => {
  const { receivedAt, address } = request
  return {
    receivedAt,
    sentAt: instantOf(batch.sentAt),
    context: batch.context ?? {},
    isSecret: key.isSecret,
    isTest: key.isTest,
    historic: request.endpoint === 'import',
    suspicious: isSuspicious(request.body),
    isBig: request.body.length > LIMITS.eventBytes / 4,
    vouch: (token) => readers.vouch(token, receivedAt),
    onRefusal: (why) => tokenRefusals.add(why),
    asksForSales: readers.asksForSales,
    // A clock that was ahead for a while must not have everything turned away that comes after it.
    keptSince: Math.min(readers.keptSince(), receivedAt - LEAST_KEPT),
    doubt: (id) => readers.doubt({ id, address, at: receivedAt }),
  }
}

const reading = (
  read: Pick<Reading, 'events' | 'rejections' | 'tokenRefusals'>,
  { key, request }: Asked,
  envelope: Envelope,
): Reading => ({
  receipt: SUCCESS,
  refusals: null,
  ...read,
  key,
  receivedAt: request.receivedAt,
  dropped: droppedIn(envelope.context),
  skew: envelope.sentAt === null ? null : request.receivedAt - envelope.sentAt,
})

const MOST_DROPPED = 100_000

const droppedIn = ({ tidemark }: Fields): number => {
  const dropped: unknown = typeof tidemark === 'object' && tidemark ? Reflect.get(tidemark, 'dropped') : 0
  return typeof dropped === 'number' && dropped > 0 ? Math.min(Math.floor(dropped), MOST_DROPPED) : 0
}

const NONE: ReadonlySet<TokenRefusal> = new Set()

/** A request of which nothing is taken in. */
export const refuse = (status: 400 | 401, detail: string): Reading => ({
  receipt: refused(status, detail),
  refusals: null,
  events: [],
  rejections: [],
  tokenRefusals: NONE,
  key: null,
  receivedAt: 0,
  dropped: 0,
  skew: null,
})

const reject = (given: unknown, reason: string, at: number): Rejection => ({
  at,
  reason,
  type: shortText(given, 'type'),
  messageId: shortText(given, 'messageId'),
})

const shortText = (given: unknown, name: string): string | null => {
  const value: unknown = typeof given === 'object' && given !== null ? Reflect.get(given, name) : null
  return typeof value === 'string' ? value.replaceAll('\0', '').slice(0, 100) : null
}

/** Some senders begin UTF-8 with a byte order mark, which JSON does not know. */
const BOM = '\ufeff'

const parse = (text: string): Fields | string => {
  try {
    const body: unknown = JSON.parse(text.startsWith(BOM) ? text.slice(1) : text)
    const isObject = typeof body === 'object' && body !== null && !Array.isArray(body)
    return isObject ? (body as Fields) : 'The body is not a JSON object.'
  } catch (error) {
    return `The body is not JSON: ${error instanceof Error ? error.message : ''}`.replaceAll('\0', '')
  }
}

const textOr = (value: unknown, otherwise: string): string => (typeof value === 'string' ? value : otherwise)

/** Bytes of UTF-8, counted only when the characters leave a doubt. */
const isLongerThan = (text: string, bytes: number): boolean =>
  text.length > bytes || (text.length * 3 > bytes && Buffer.byteLength(text) > bytes)
