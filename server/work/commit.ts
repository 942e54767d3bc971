import type { LaneNews } from '../commands.ts'
import { enter, homeIn, lookUp, newBook, readInto } from '../identity/book.ts'
import { claimedSubjects, type Placement, place, subjectsOf } from '../identity/place.ts'
import type { Incoming, Rejection } from '../intake/incoming.ts'
import { isAnonymous } from '../intake/subject-id.ts'
import { type Credited, creditGoals, type Placed } from '../prompts/credit-goals.ts'
import { keepPromptStates } from '../prompts/keep-states.ts'
import { markHeld } from '../store/held.ts'
import { lockSubjects } from '../store/subjects.ts'
import { together } from '../store/together.ts'
import type { PromptSet } from '../wire/prompt.ts'
import { admit, knownOf, type Numbered } from './dedupe.ts'
import { toEntry, toJournal } from './entry.ts'
import { guessed } from './kept.ts'
import { writeRejections } from './rejections.ts'
import { type Held, NotHeld, preload } from './room.ts'
import { applyShifts, type Cause } from './shifts.ts'
import { type Tools, transact } from './transact.ts'
import { atHand, heldAt, StepFailed, takeForLater, type Work } from './work.ts'

/** An event that made the core throw. It is set aside, and the rest begins again. */
class Poisoned extends Error {
  readonly event: Incoming
  constructor(event: Incoming, cause: Error) {
    super(cause.message, { cause })
    this.event = event
  }
}

type Given = {
  readonly events: readonly Incoming[]
  readonly rejections: readonly Rejection[]
  /** The prompts whose goals the events may reach; null = none of them may. */
  readonly prompts: PromptSet | null
  /** The held request that the events are: they are taken in if nobody decided on it before. */
  readonly held?: string | null
}

type Committed = {
  readonly news: LaneNews
  /** Conversions that followed from them, and those among them that had counted before. */
  readonly conversions: readonly Incoming[]
  readonly repeated: ReadonlySet<Incoming>
  /** Those that were not new. */
  readonly known: ReadonlySet<Incoming>
  readonly quarantined: number
  /** Somebody had decided on the held request: nothing was done. */
  readonly decided: boolean
}

const NOTHING: Credited = { made: [], repeated: new Set() }

/** Commits events and what follows from them in one transaction; resolves when it is on disk. */
export const commit = async (
  tools: Tools,
  { events, rejections, prompts, held = null }: Given,
): Promise<Committed> => {
  let isGuess = tools.kept !== null
  let foreseen = tools.memory ? NOTHING_FORESEEN : await foresee(tools, events)
  const aside = new Map<Incoming, Rejection>()
  const now = events[0]?.receivedAt ?? rejections[0]?.at ?? 0
  for (;;) {
    try {
      const good = aside.size === 0 ? events : events.filter((event) => !aside.has(event))
      const { accounts, members } = foreseen
      const given = { events: good, rejections: [...rejections, ...aside.values()], prompts, members, held }
      const asked = { accounts, now, isGuess, kept: tools.kept }
      const { news, result } = await transact(tools, asked, (work) => run(work, given))
      return { news, ...result, quarantined: aside.size }
    } catch (error) {
      if (error instanceof Poisoned) aside.set(error.event, quarantine(error))
      else if (isGuess && error instanceof NotHeld) {
        isGuess = false
        foreseen = await foresee({ ...tools, kept: null }, events)
      } else throw error
    }
  }
}

const quarantine = ({ event, message }: Poisoned): Rejection => ({
  at: event.receivedAt,
  reason: `quarantined: ${message}`,
  type: event.type,
  messageId: event.messageId,
})

/** The accounts and members that events will probably touch. */
type Foreseen = {
  readonly accounts: readonly string[]
  readonly members: readonly (readonly [account: string, subject: string])[]
}
const NOTHING_FORESEEN: Foreseen = { accounts: [], members: [] }

/** What is read without locks. A wrong guess only costs another try. */
const foresee = ({ store, kept }: Tools, events: readonly Incoming[]): Promise<Foreseen> =>
  store.read(async (session) => {
    const book = newBook(kept && guessed(kept))
    await readInto(book, session, events.flatMap(subjectsOf))
    const accounts = new Set<string>()
    const members = new Map<string, readonly [account: string, subject: string]>()
    for (const event of events) {
      const { account, subject, shifts } = place(event, book)
      accounts.add(account)
      members.set(`${account}\0${subject}`, [account, subject])
      for (const shift of shifts) {
        if (shift.kind === 'home') accounts.add(shift.from).add(shift.to)
        if (shift.kind === 'claim') accounts.add(shift.home)
      }
    }
    return { accounts: [...accounts], members: [...members.values()] }
  })

const run = async (
  work: Work,
  { events, rejections, prompts, members, held }: Required<Given> & Pick<Foreseen, 'members'>,
): Promise<Omit<Committed, 'news' | 'quarantined'>> => {
  const { session } = work.room
  if (held !== null && !(await markHeld(session.db, { id: held, from: 'waiting', to: 'accepted' })))
    return { known: new Set(events), conversions: [], repeated: NOTHING.repeated, decided: true }
  const [fresh] = await together([
    admit(work.room, events),
    meet(work, events),
    preload(
      work.room,
      members.filter(([account]) => atHand(work, account)),
    ),
  ])
  const placed = await takeAll(work, fresh)
  const { made, repeated } = prompts ? await creditGoals(session, placed, prompts) : NOTHING
  await meet(work, made)
  const conversions = await takeAll(work, await admit(work.room, made))
  await keepPromptStates(session, conversions.length === 0 ? placed : [...placed, ...conversions])
  await writeRejections(session, rejections)
  return {
    known: knownOf(events, fresh),
    conversions: conversions.map(({ event }) => event),
    repeated,
    decided: false,
  }
}

/**
 * Reads the subjects, now that the accounts are held. Visitors whom anybody may claim are locked, so that no claim
 * overlooks an event that is being counted for them.
 */
export const meet = async (work: Work, events: readonly Incoming[]): Promise<void> => {
  const ids = new Set<string>()
  for (const event of events) {
    ids.add(event.sender)
    for (const claimed of claimedSubjects(event)) ids.add(claimed)
  }
  const { session, memory } = work.room
  if (!memory) {
    const visitors = [...ids].filter(isAnonymous).sort()
    if (visitors.length > 0) for (const row of await lockSubjects(session, visitors)) enter(work.book, row)
  }
  await readInto(work.book, session, ids)
}

const takeAll = async (work: Work, events: readonly Numbered[]): Promise<Placed[]> => {
  const placed: Placed[] = []
  for (const { event, seq } of events) {
    try {
      const taken = takeEvent(work, event, { seq })
      placed.push({ event, account: typeof taken === 'string' ? taken : await taken })
    } catch (error) {
      throw error instanceof StepFailed ? new Poisoned(event, error) : error
    }
  }
  return placed
}

/**
 * Places one event and takes it in. Its decision instant is when it came (when it happened, for an import), but no
 * account's clock goes back; a replay gives the recorded instant. Answers its account, or a promise of it when
 * something must be read first: of most events everything is at hand, and waiting costs more than counting.
 */
export const takeEvent = (work: Work, event: Incoming, recorded: Recorded): string | Promise<string> => {
  const placed = place(event, work.book)
  const isMoving = placed.shifts.length > 0
  const held = isMoving ? null : atHand(work, placed.account)
  const moments = recorded.moments ?? (isMoving ? new Map<string, number>() : NO_MOMENTS)
  const taking = { event, placed, seq: recorded.seq, at: recorded.at ?? null, moments }
  return held ? takeAt(work, held, taking) : takeSlowly(work, taking)
}

type Taking = {
  readonly event: Incoming
  readonly placed: Placement
  readonly seq: number
  readonly at: number | null
  readonly moments: Map<string, number>
}

const takeSlowly = async (work: Work, taking: Taking): Promise<string> => {
  const { placed } = taking
  const settled = placed.shifts.length > 0 ? await shift(work, taking, placed) : placed
  return takeAt(work, await heldAt(work, settled.account), { ...taking, placed: settled })
}

const takeAt = (
  work: Work,
  held: Held,
  { event, placed, seq, at, moments }: Taking,
): string | Promise<string> => {
  const { room, record } = work
  const instant = at ?? Math.max(event.historic ? event.time : event.receivedAt, held.account.at)
  const entry = toEntry(event, placed, { seq, at: instant })
  record.journal.push(toJournal({ event, entry, moments }, room.engine.version))
  if (room.memory)
    record.messages.push({
      sender: event.sender,
      message_id: event.messageId,
      received_at: event.receivedAt,
      seq,
    })
  const reading = takeForLater(work, held, entry)
  return reading ? reading.then(() => held.key) : held.key
}

/** Of nearly every event: nothing moves. */
const NO_MOMENTS = new Map<string, number>()

export type Recorded = {
  readonly seq: number
  readonly at?: number
  readonly moments?: Map<string, number>
}

/** Applies what the event shows to belong elsewhere; counting anew may show another home. */
const shift = async (work: Work, cause: Cause, placed: Placement): Promise<Placement> => {
  await applyShifts(work, cause, placed.shifts)
  const account = cause.event.account ?? homeIn(lookUp(work.book, placed.subject))
  return { ...placed, account }
}
