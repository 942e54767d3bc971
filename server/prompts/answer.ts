import { evaluate } from '../core/evaluate.ts'
import type { PromptState } from '../core/prompt-state.ts'
import { newAccount, newMember } from '../core/step.ts'
import type { AccountDoc, MemberDoc } from '../core/types.ts'
import { canonicalOf, homeIn, newBook, readInto } from '../identity/book.ts'
import type { Incoming } from '../intake/incoming.ts'
import { findAccount } from '../store/accounts.ts'
import { readMembers } from '../store/members.ts'
import { readPromptStates } from '../store/prompt-states.ts'
import type { Session } from '../store/store.ts'
import { sendersOf } from '../work/refold.ts'
import type { Tools } from '../work/transact.ts'
import { type Known, replyTo } from './reply.ts'
import type { SetInForce } from './set-in-force.ts'

type Asked = { readonly userId: string; readonly account: string | null; readonly now: number }

/** Whom a request's token vouches for, and in which account; null when nobody does. */
export const verifiedIn = (events: readonly Incoming[]): Asked | null => {
  const event = events.findLast(({ trust }) => trust === 'verified')
  if (!event || event.userId === null) return null
  return { userId: event.userId, account: event.account, now: event.receivedAt }
}

/** The answer's JSON for a verified person, as everything stands now that their events are committed. */
export const answerTo = async (tools: Tools, set: SetInForce, asked: Asked): Promise<string> => {
  const prompts = await set.read(asked.now)
  const known = await tools.store.read((session) => whatIsKnown(tools, session, asked))
  return JSON.stringify({ success: true, ...replyTo(known, prompts) })
}

const whatIsKnown = async (
  tools: Tools,
  session: Session,
  { userId, account, now }: Asked,
): Promise<Known> => {
  const book = newBook(null)
  await readInto(book, session, [userId])
  const subject = canonicalOf(book, userId)
  const accountId = account ?? homeIn(subject)
  const place = { account: accountId, subject: subject.id }
  const stand = standAtHand(tools, place) ?? (await readStand(session, place))
  const engine = tools.engines.current()
  return {
    userId,
    accountId,
    ...stand,
    tier: evaluate(stand.member, stand.account, engine, now).tier,
    states: await statesOf(session, await sendersOf(session, subject.id), accountId),
  }
}

type Place = { readonly account: string; readonly subject: string }
type Stand = { readonly account: AccountDoc; readonly member: MemberDoc }

/** What the single writer of a SQLite file has in memory may not be on disk yet. */
const standAtHand = ({ memory }: Tools, place: Place): Stand | null => {
  const held = memory?.states.get(place.account) ?? memory?.lag.profiles.heldAt(place.account)
  const member = held?.members.get(place.subject)
  return held && member ? { account: held.account, member } : null
}

const readStand = async (session: Session, { account, subject }: Place): Promise<Stand> => {
  const row = await findAccount(session.db, account)
  const [member] = await readMembers(session, [[account, subject]])
  return {
    account: row ? JSON.parse(row.doc) : newAccount(),
    member: member ? JSON.parse(member.doc) : newMember(),
  }
}

const statesOf = async (
  session: Session,
  senders: readonly string[],
  account: string,
): Promise<PromptState[]> => {
  const keys = [
    ...senders.map((id) => ({ kind: 'user', id }) as const),
    { kind: 'account', id: account } as const,
  ]
  return (await readPromptStates(session, keys)).map(({ doc }) => JSON.parse(doc))
}
