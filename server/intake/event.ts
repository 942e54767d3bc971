import { createHash, randomUUID } from 'node:crypto'
import { Compile } from 'typebox/compile'
import { listProblems } from '../field-problems.ts'
import { EVENT_TYPES, type Fields, type Trust, WireEvent } from '../wire/event.ts'
import { LIMITS } from '../wire/limits.ts'
import type { TokenRefusal } from '../wire/operations.ts'
import { clean } from './clean.ts'
import type { Doubt } from './hand-raises.ts'
import { type Ids, idsOf, inTest } from './ids.ts'
import { type Incoming, NO_FIELDS } from './incoming.ts'
import { instantOf, isAhead, timeOf } from './time.ts'
import type { Voucher } from './token.ts'

/** What all events of one request share. */
export type Envelope = {
  readonly receivedAt: number
  readonly sentAt: number | null
  readonly context: Fields
  readonly isSecret: boolean
  readonly isTest: boolean
  readonly historic: boolean
  /** Whether an event from before this instant was counted already, nobody can tell any more. */
  readonly keptSince: number
  /** The body holds something that must be looked for in every string. */
  readonly suspicious: boolean
  /** An event may be too big: the body is. */
  readonly isBig: boolean
  readonly vouch: (token: unknown) => Voucher | TokenRefusal
  /** Somebody sent a token, and it vouches for nobody. */
  readonly onRefusal: (why: TokenRefusal) => void
  /** Whether it asks for sales, and why this one, which nobody vouches for, opens no lead by itself. */
  readonly asksForSales: (event: Pick<Incoming, 'type' | 'name' | 'properties'>) => boolean
  readonly doubt: (id: string) => Doubt | null
}

const checker = Compile(WireEvent)
const TOO_OLD =
  'is older than the journal, which TIDEMARK_RETENTION_DAYS keeps short: whether it was counted before cannot be told'

/** Checks and normalizes one event; a text says why it is rejected. */
export const readEvent = (given: unknown, envelope: Envelope): Incoming | string => {
  const dirt = clean(given, envelope.suspicious)
  if (dirt) return dirt
  if (envelope.isBig && Buffer.byteLength(JSON.stringify(given)) > LIMITS.eventBytes)
    return `is larger than ${LIMITS.eventBytes} bytes`
  dropEmptyIds(given)
  if (!checker.Check(given)) return mistakeIn(given)
  return normalize(given, envelope)
}

/** RudderStack's SDKs send an empty user id for a visitor who has none. */
const dropEmptyIds = (given: unknown): void => {
  if (typeof given !== 'object' || given === null) return
  const ids: { [name in 'userId' | 'anonymousId' | 'groupId' | 'previousId' | 'messageId']?: unknown } = given
  if (ids.userId === '') ids.userId = null
  if (ids.anonymousId === '') ids.anonymousId = null
  if (ids.groupId === '') ids.groupId = null
  if (ids.previousId === '') ids.previousId = null
  if (ids.messageId === '') ids.messageId = null
}

const NO_DATE = 'timestamp is not a date: wanted ISO 8601 such as 2026-11-30T09:30:00Z, or epoch ms'
const AHEAD =
  'timestamp lies more than a day in the future: an import is of the past; wanted ISO 8601 such as 2026-11-30T09:30:00Z, or epoch ms'

const mistakeIn = (given: unknown): string => {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return 'is not an object'
  const type: unknown = Reflect.get(given, 'type')
  if (!EVENT_TYPES.some((known) => known === type)) return `type must be one of ${EVENT_TYPES.join(', ')}`
  const problem = listProblems(checker, given)[0]
  return problem ? `${problem.path.slice(1)} ${problem.wanted}` : 'is not an event'
}

const normalize = (event: WireEvent, envelope: Envelope): Incoming | string => {
  const context = event.context ?? NO_FIELDS
  const ids = idsOf(event, context['groupId'] ?? envelope.context['groupId'])
  if (typeof ids === 'string') return ids
  const happened = instantOf(event.originalTimestamp ?? event.timestamp)
  const sent = instantOf(event.sentAt) ?? envelope.sentAt
  if (Number.isNaN(happened) || Number.isNaN(sent)) return NO_DATE
  if (envelope.historic && isAhead({ happened, sent }, envelope.receivedAt)) return AHEAD
  const time = timeOf({ happened, sent }, envelope.receivedAt)
  if (time < envelope.keptSince) return TOO_OLD
  const name = nameOf(event)
  if (name === null) return 'needs its name in "event", as every track call'
  const trust = trustOf(ids, context, envelope)
  const call = { type: event.type, name, properties: event.properties ?? NO_FIELDS }
  const messageId = event.messageId ?? makeId(event, envelope)
  const isDoubtful = !envelope.isTest && isUnverifiedHandRaise(call, trust, envelope)
  const doubt = isDoubtful ? envelope.doubt(`${ids.sender}\0${messageId}`) : null
  if (doubt && !doubt.isKept) return doubt.reason
  const { sender, userId, anonymousId, previousId, account } = envelope.isTest ? inTest(ids) : ids
  // Field by field: spreading costs more than all the rest of this function.
  return {
    receivedAt: envelope.receivedAt,
    sender,
    userId,
    anonymousId,
    previousId,
    account,
    messageId,
    time,
    trust,
    historic: envelope.historic,
    counts: !envelope.isTest,
    heldFor: doubt?.reason ?? null,
    generated: envelope.isSecret && (isGenerated(context) || isGenerated(envelope.context)),
    type: call.type,
    name,
    properties: call.properties,
    traits: event.traits ?? NO_FIELDS,
  }
}

const nameOf = (event: WireEvent): string | null =>
  event.type === 'track' ? (event.event ?? null) : (event.name ?? '')

/** A token vouches for its own user, and for the account that it names. */
const trustOf = (ids: Ids, context: Fields, envelope: Envelope): Trust => {
  if (envelope.isSecret) return 'server'
  const token = tokenIn(context) ?? tokenIn(envelope.context)
  if (token === undefined || token === null) return 'browser'
  const voucher = envelope.vouch(token)
  const refusal = typeof voucher === 'string' ? voucher : mismatch(voucher, ids)
  if (refusal === null) return 'verified'
  // What an anonymous visitor did before, or another person, may stand in one batch with it.
  if (ids.userId !== null) envelope.onRefusal(refusal)
  return 'browser'
}

const mismatch = ({ userId, account }: Voucher, ids: Ids): TokenRefusal | null => {
  if (userId !== ids.userId) return 'another user'
  return ids.account === null || ids.account === account ? null : 'another account'
}

const tokenIn = (context: Fields): unknown => {
  const own = context['tidemark']
  return typeof own === 'object' && own !== null ? Reflect.get(own, 'token') : undefined
}

/** Made up, as a backend says: on a page's word sales would leave a real lead alone. */
const isGenerated = (context: Fields): boolean => context['generated'] === true

const isUnverifiedHandRaise = (
  call: Parameters<Envelope['asksForSales']>[0],
  trust: Trust,
  { asksForSales }: Envelope,
): boolean => trust === 'browser' && asksForSales(call)

/** An imported event without an id gets one from its content, so that importing a file twice changes nothing. */
const makeId = (event: WireEvent, { historic }: Envelope): string =>
  historic ? createHash('sha256').update(JSON.stringify(event)).digest('base64url') : randomUUID()
