import type { EventEntry } from '../core/types.ts'
import type { Placement } from '../identity/place.ts'
import { type Incoming, NO_FIELDS } from '../intake/incoming.ts'
import { anonymousSubject, isAnonymous } from '../intake/subject-id.ts'
import { FLAGS } from '../store/journal.ts'
import type { JournalRow } from '../store/tables.ts'
import type { EventType, Fields, Trust } from '../wire/event.ts'

/** What the journal keeps of an event besides its columns. */
type Body = {
  readonly name?: string | undefined
  readonly properties?: Fields | undefined
  readonly traits?: Fields | undefined
  /** Only beside a userId; else it is the sender. */
  readonly anonymousId?: string | undefined
  readonly previousId?: string | undefined
  /** Decision instants in the accounts between which it moved something. */
  readonly moments?: readonly (readonly [account: string, at: number])[] | undefined
}

/** When and by which model an event is decided on. */
export type Moment = { readonly seq: number; readonly at: number }

export const toEntry = (
  event: Incoming,
  placement: Omit<Placement, 'shifts'>,
  { seq, at }: Moment,
): EventEntry => ({
  kind: 'event',
  seq,
  account: placement.account,
  subject: placement.subject,
  anonymous: placement.anonymous,
  named: event.account !== null,
  messageId: event.messageId,
  time: event.time,
  receivedAt: event.receivedAt,
  at,
  trust: event.trust,
  historic: event.historic,
  counts: event.counts,
  generated: event.generated,
  type: event.type,
  name: event.name,
  properties: event.properties,
  traits: event.traits,
})

type Taken = {
  readonly event: Incoming
  readonly entry: EventEntry
  readonly moments: ReadonlyMap<string, number>
}

export const toJournal = ({ event, entry, moments }: Taken, model: number): JournalRow => ({
  received_at: event.receivedAt,
  seq: entry.seq,
  account: entry.account,
  subject: event.sender,
  message_id: event.messageId,
  model,
  time: event.time,
  at: entry.at,
  kind: event.type,
  trust: event.trust,
  flags: flagsOf(event),
  body: JSON.stringify(bodyOf(event, moments)),
})

const flagsOf = (event: Incoming): number =>
  (event.account === null ? 0 : FLAGS.named) |
  (event.historic ? FLAGS.historic : 0) |
  (event.counts ? 0 : FLAGS.uncounted) |
  (event.generated ? FLAGS.generated : 0)

/** What is undefined is not written. */
const bodyOf = (
  { name, properties, traits, userId, anonymousId, previousId }: Incoming,
  moments: ReadonlyMap<string, number>,
): Body => ({
  name: name === '' ? undefined : name,
  properties: properties === NO_FIELDS ? undefined : properties,
  traits: traits === NO_FIELDS ? undefined : traits,
  anonymousId: userId === null ? undefined : (anonymousId ?? undefined),
  previousId: previousId ?? undefined,
  moments: moments.size === 0 ? undefined : [...moments],
})

/** The event as it was accepted, from the journal. */
export const fromJournal = (row: JournalRow): Incoming => {
  const body: Body = JSON.parse(row.body)
  const isUser = !isAnonymous(row.subject)
  return {
    receivedAt: row.received_at,
    sender: row.subject,
    userId: isUser ? row.subject : null,
    anonymousId: isUser ? (body.anonymousId ?? null) : row.subject.slice(anonymousSubject('').length),
    previousId: body.previousId ?? null,
    account: row.flags & FLAGS.named ? row.account : null,
    messageId: row.message_id,
    time: row.time,
    trust: row.trust as Trust,
    historic: (row.flags & FLAGS.historic) !== 0,
    counts: (row.flags & FLAGS.uncounted) === 0,
    heldFor: null,
    generated: (row.flags & FLAGS.generated) !== 0,
    type: row.kind as EventType,
    name: body.name ?? '',
    properties: body.properties ?? NO_FIELDS,
    traits: body.traits ?? NO_FIELDS,
  }
}

/** The decision instants that were recorded with an event, for its replay. */
export const momentsOf = (row: JournalRow): Map<string, number> => {
  const body: Body = JSON.parse(row.body)
  return new Map(body.moments)
}

/** Whether a journal row is an event; the others are lead actions, publications and erasures. */
export const isEventRow = ({ kind }: JournalRow): boolean =>
  kind !== 'action' && kind !== 'model' && kind !== 'prompts' && kind !== 'erasure'
