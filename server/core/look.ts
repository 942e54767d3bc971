import { type Standing, UNREAD } from './atom.ts'
import type { Engine } from './engine.ts'
import { countOf, lastAtOf } from './member.ts'
import { ACTIVE } from './signals.ts'
import type { AccountDoc, MemberDoc } from './types.ts'

/** A member as read at an instant: it can be judged as of later ones too, without being read again. */
export type Look = {
  member: MemberDoc
  account: AccountDoc
  readAt: number
  /** As of when it is judged: `readAt` or later. */
  at: number
  activated: boolean
  /** The instant from which the member is active no longer; 0 = never was. */
  activeUntil: number
  /** The instant from which a request to talk to sales no longer qualifies by itself; 0 = never asked. */
  askedUntil: number
  /** How the leaves stand, by their numbers. */
  readonly standings: Standing[]
}

export function look(member: MemberDoc, account: AccountDoc, engine: Engine, at: number): Look {
  const standings = engine.unread.slice()
  const seen = { member, account, readAt: at, at, activated: false, activeUntil: 0, askedUntil: 0, standings }
  return read(seen, engine)
}

/** The same through the engine's own glass, which leaves no garbage: it holds until the next such look. */
export function glance(member: MemberDoc, account: AccountDoc, engine: Engine, at: number): Look {
  const seen = engine.desk.glass
  if (!seen) return (engine.desk.glass = look(member, account, engine, at))
  seen.member = member
  seen.account = account
  seen.readAt = at
  seen.at = at
  seen.standings.fill(UNREAD)
  return read(seen, engine)
}

function read(seen: Look, engine: Engine): Look {
  seen.activated = isActivated(seen.member, engine)
  seen.activeUntil = untilAfter(lastAtOf(seen.member, ACTIVE), engine)
  seen.askedUntil = untilAfter(lastAtOf(seen.member, 'hand-raise'), engine)
  return seen
}

function untilAfter(lastAt: number, { activeWithin }: Engine): number {
  return lastAt === 0 ? 0 : lastAt + activeWithin
}

export function isActivated(member: MemberDoc, engine: Engine): boolean {
  for (const signal of engine.activation) if (countOf(member, signal) > 0) return true
  return false
}
