import type { Look } from './look.ts'
import { newVerdict, type Verdict } from './score.ts'

/** What an engine works on while it judges one member: used again for the next, so that judging leaves no garbage. */
export type Desk = {
  /** Points by family. */
  readonly points: number[]
  /** The verdict as of now, and one as of a later instant. */
  readonly now: Verdict
  readonly later: Verdict
  /** Through which members are looked at; null before the first. */
  glass: Look | null
}

export function newDesk(families: number): Desk {
  return {
    points: Array.from({ length: families }, () => 0),
    now: newVerdict(),
    later: newVerdict(),
    glass: null,
  }
}
