import type { Standing } from './atom.ts'
import type { Engine } from './engine.ts'
import { countOf, lastAtOf } from './member.ts'
import { ACTIVE } from './signals.ts'
import type { AccountDoc, MemberDoc } from './types.ts'

/** A member as read at an instant: it can be judged as of later ones too, without being read again. */
export type Look = {
  readonly member: MemberDoc
  readonly account: AccountDoc
  readonly readAt: number
  /** As of when it is judged: `readAt` or later. */
  at: number
  readonly activated: boolean
  /** The instant from which the member is active no longer; 0 = never was. */
  readonly activeUntil: number
  /** The instant from which a request to talk to sales no longer qualifies by itself; 0 = never asked. */
  readonly askedUntil: number
  /** How the leaves stand, by their numbers. */
  readonly standings: Standing[]
}

export function look(member: MemberDoc, account: AccountDoc, engine: Engine, at: number): Look {
  return {
    member,
    account,
    readAt: at,
    at,
    activated: isActivated(member, engine),
    activeUntil: untilAfter(lastAtOf(member, ACTIVE), engine),
    askedUntil: untilAfter(lastAtOf(member, 'hand-raise'), engine),
    standings: engine.unread.slice(),
  }
}

function untilAfter(lastAt: number, { activeWithin }: Engine): number {
  return lastAt === 0 ? 0 : lastAt + activeWithin
}

export function isActivated(member: MemberDoc, engine: Engine): boolean {
  for (const signal of engine.activation) if (countOf(member, signal) > 0) return true
  return false
}
