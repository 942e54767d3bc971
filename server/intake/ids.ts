import type { WireEvent } from '../wire/event.ts'
import { LIMITS } from '../wire/limits.ts'
import { isInherited } from './clean.ts'
import type { Incoming } from './incoming.ts'
import { anonymousSubject, isOfTest, isReserved, testId } from './subject-id.ts'

export type Ids = Pick<Incoming, 'sender' | 'userId' | 'anonymousId' | 'previousId' | 'account'>

/** Who an event is from and which account it names; a text says why it is rejected. */
export const idsOf = (event: WireEvent, contextGroup: unknown): Ids | string => {
  const userId = idOf(event.userId)
  const anonymousId = event.anonymousId ?? null
  const group = idOf(event.groupId)
  const account = group ?? idOf(contextGroup)
  const previousId = event.previousId ?? null
  const sender = userId ?? (anonymousId === null ? null : anonymousSubject(anonymousId))
  if (sender === null) return 'userId or anonymousId is required'
  if (event.type === 'group' && group === null) return 'needs a groupId, as every group call'
  if (event.type === 'alias' && (userId === null || previousId === null))
    return 'needs userId and previousId, as every alias call'
  for (const id of [userId, anonymousId, account, previousId])
    if (id !== null && isUnusable(id)) return 'an id has a value that cannot be used'
  for (const id of [userId, account])
    if (id !== null && isReserved(id)) return 'userId and groupId must not begin with ~ or test:'
  // Either could claim a visitor, or somebody known, of the world of the test keys.
  for (const id of [anonymousId, previousId])
    if (id !== null && isOfTest(id)) return 'anonymousId and previousId must not begin with test:'
  return { sender, userId, anonymousId, previousId: event.type === 'alias' ? previousId : null, account }
}

/** The same people and accounts in the world of the test keys, so that a test never touches a live one. */
export const inTest = ({ userId, anonymousId, previousId, account }: Ids): Ids => {
  const ids = {
    userId: userId && testId(userId),
    anonymousId: anonymousId && testId(anonymousId),
    previousId: previousId && testId(previousId),
    account: account && testId(account),
  }
  return { ...ids, sender: ids.userId ?? anonymousSubject(ids.anonymousId ?? '') }
}

const idOf = (given: unknown): string | null => {
  if (typeof given === 'number') return String(given)
  return typeof given === 'string' && given !== '' ? given.toWellFormed() : null
}

/** Paths cannot name `.` and `..`: every client resolves them. */
const isUnusable = (id: string): boolean =>
  id.length > LIMITS.idLength || id === '.' || id === '..' || isInherited(id)
