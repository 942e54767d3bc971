import { createHash, randomUUID } from 'node:crypto'
import { Compile } from 'typebox/compile'
import { listProblems } from '../field-problems.ts'
import { EVENT_TYPES, type Fields, type Trust, WireEvent } from '../wire/event.ts'
import { LIMITS } from '../wire/limits.ts'
import { clean, isDangerous } from './clean.ts'
import type { Incoming } from './incoming.ts'
import { anonymousSubject, isReserved } from './subject-id.ts'
import { instantOf, timeOf } from './time.ts'
import type { Voucher } from './token.ts'

/** What all events of one request share. */
export type Envelope = {
  readonly receivedAt: number
  readonly sentAt: number | null
  readonly context: Fields
  readonly isSecret: boolean
  readonly isTest: boolean
  readonly historic: boolean
  /** The body holds something that must be looked for in every string. */
  readonly suspicious: boolean
  /** An event may be too big: the body is. */
  readonly isBig: boolean
  readonly vouch: (token: unknown) => Voucher | null
  readonly mayRaiseHand: () => boolean
}

const checker = Compile(WireEvent)
const NOTHING: Fields = Object.freeze({})

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
  for (const name of ['userId', 'anonymousId', 'groupId', 'previousId', 'messageId'])
    if (Reflect.get(given, name) === '') Reflect.set(given, name, null)
}

const mistakeIn = (given: unknown): string => {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return 'is not an object'
  const type: unknown = Reflect.get(given, 'type')
  if (!EVENT_TYPES.some((known) => known === type)) return `type must be one of ${EVENT_TYPES.join(', ')}`
  const problem = listProblems(checker, given)[0]
  return problem ? `${problem.path.slice(1)} ${problem.wanted}` : 'is not an event'
}

const normalize = (event: WireEvent, envelope: Envelope): Incoming | string => {
  const context = event.context ?? NOTHING
  const ids = idsOf(event, context['groupId'] ?? envelope.context['groupId'])
  if (typeof ids === 'string') return ids
  const happened = instantOf(event.originalTimestamp ?? event.timestamp)
  const sent = instantOf(event.sentAt) ?? envelope.sentAt
  if (Number.isNaN(happened) || Number.isNaN(sent)) return 'timestamp is not a date'
  const name = nameOf(event)
  if (name === null) return 'a track call needs the name of its event'
  const trust = trustOf(ids, context, envelope)
  return {
    receivedAt: envelope.receivedAt,
    ...ids,
    messageId: event.messageId ?? makeId(event, envelope),
    time: timeOf({ happened, sent }, envelope.receivedAt),
    trust,
    historic: envelope.historic,
    counts: !envelope.isTest && (!isUnverifiedHandRaise(name, trust) || envelope.mayRaiseHand()),
    generated: isGenerated(context) || isGenerated(envelope.context),
    type: event.type,
    name,
    properties: event.properties ?? NOTHING,
    traits: event.traits ?? NOTHING,
  }
}

type Ids = Pick<Incoming, 'sender' | 'userId' | 'anonymousId' | 'previousId' | 'account'>

const idsOf = (event: WireEvent, contextGroup: unknown): Ids | string => {
  const userId = idOf(event.userId)
  const anonymousId = event.anonymousId ?? null
  const group = idOf(event.groupId)
  const account = group ?? idOf(contextGroup)
  const previousId = event.previousId ?? null
  const sender = userId ?? (anonymousId === null ? null : anonymousSubject(anonymousId))
  if (sender === null) return 'userId or anonymousId is required'
  if (event.type === 'group' && group === null) return 'a group call needs a groupId'
  if (event.type === 'alias' && (userId === null || previousId === null))
    return 'an alias call needs userId and previousId'
  for (const id of [userId, anonymousId, account, previousId])
    if (id !== null && isUnusable(id)) return 'an id has a value that cannot be used'
  if ((userId !== null && isReserved(userId)) || (account !== null && isReserved(account)))
    return 'userId and groupId must not begin with ~'
  return { sender, userId, anonymousId, previousId: event.type === 'alias' ? previousId : null, account }
}

const idOf = (given: unknown): string | null => {
  if (typeof given === 'number') return String(given)
  return typeof given === 'string' && given !== '' ? given.toWellFormed() : null
}

const isUnusable = (id: string): boolean => id.length > LIMITS.idLength || isDangerous(id)

const nameOf = (event: WireEvent): string | null =>
  event.type === 'track' ? (event.event ?? null) : (event.name ?? '')

/** A token vouches for its own user, and for the account that it names. */
const trustOf = (ids: Ids, context: Fields, envelope: Envelope): Trust => {
  if (envelope.isSecret) return 'server'
  const voucher = envelope.vouch(tokenIn(context) ?? tokenIn(envelope.context))
  const isVouched =
    voucher !== null &&
    voucher.userId === ids.userId &&
    (ids.account === null || ids.account === voucher.account)
  return isVouched ? 'verified' : 'browser'
}

const tokenIn = (context: Fields): unknown => {
  const own = context['tidemark']
  return typeof own === 'object' && own !== null ? Reflect.get(own, 'token') : undefined
}

const isGenerated = (context: Fields): boolean => context['generated'] === true

const isUnverifiedHandRaise = (name: string, trust: Trust): boolean =>
  trust === 'browser' && (name === 'Sales Contact Requested' || name === 'Demo Requested')

/** An imported event without an id gets one from its content, so that importing a file twice changes nothing. */
const makeId = (event: WireEvent, { historic }: Envelope): string =>
  historic ? createHash('sha256').update(JSON.stringify(event)).digest('base64url') : randomUUID()
