import type { Prompt } from '../server/wire/prompt.ts'
import type { Identity } from './identity.ts'
import type { Figures, Moment } from './moment.ts'
import type { Piece } from './stage.ts'

/**
 * A newer reading has room again, or is due to something else that may show: a higher threshold. What nothing follows
 * stays.
 */
export const isOvertaken = (
  piece: Piece,
  moment: Moment,
  due: readonly Prompt[],
  mayFollow: (prompt: Prompt) => boolean,
): boolean => {
  const { prompt, moment: before } = piece
  if (moment.kind !== 'limit' || before.kind !== 'limit' || moment.limit !== before.limit) return false
  if (prompt.trigger.kind === 'blocked') return moment.used < moment.max
  if (due.some(({ id }) => id === prompt.id)) return false
  const hasRoom = prompt.trigger.kind === 'limit' && moment.used / moment.max < prompt.trigger.at
  return hasRoom || due.some((other) => other.format !== 'slot' && mayFollow(other))
}

/** The limit was read anew since, and is not as full or not as large, or there is none any more. */
export const isOutdated = (moment: Moment, readings: readonly Figures[]): boolean =>
  moment.kind === 'limit' &&
  !readings.some(
    ({ limit, used, max }) => limit === moment.limit && used === moment.used && max === moment.max,
  )

/** It was to start anew, and nobody has read it since. */
export const isOver = ({ at, resetsAt = 0 }: Figures, now: number): boolean =>
  at < resetsAt && resetsAt <= now

/** The period that it tells of is over. */
export const hasEnded = ({ moment }: Piece, readings: readonly Figures[], now: number): boolean =>
  moment.kind === 'limit' && readings.some((each) => each.limit === moment.limit && isOver(each, now))

/** What is open tells the newest figures of its limit. */
export const renew = (piece: Piece, readings: readonly Figures[]): void => {
  const { moment } = piece
  const newer = moment.kind === 'limit' && readings.find(({ limit }) => limit === moment.limit)
  if (!newer || !isOutdated(moment, [newer])) return
  piece.moment = { ...moment, ...newer }
  piece.redraw()
}

/** Somebody else, nobody any more, or in another account. */
export const isOther = (before: Identity, now: Identity): boolean =>
  before.anonymousId !== now.anonymousId || (!!before.groupId && before.groupId !== now.groupId)
