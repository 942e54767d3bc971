import type { WireEvent } from '../../server/wire/event.ts'
import { DAY, MINUTE } from '../../server/wire/limits.ts'
import { type Account, clockIn, DAYS, foundAccount, join, type Member, somebody } from './account.ts'
import { ARCHETYPES } from './archetypes.ts'
import { createRandom, type Random } from './random.ts'
import { createRecorder, type Happening, type Recorder } from './recorder.ts'
import { decide } from './selling.ts'
import { workSession } from './session.ts'
import { TASTE } from './truth.ts'

/** A made-up past. The same seed and day give the same bytes. */
export type History = {
  readonly seed: string
  /** The history ends before this instant: the start of a UTC day. */
  readonly endsAt: number
  /** By time; message ids are numbered in that order. */
  readonly events: readonly WireEvent[]
  readonly accounts: readonly Account[]
}

const isWeekend = (dayStart: number) => [0, 6].includes(new Date(dayStart).getUTCDay())

const welcome = (account: Account, recorder: Recorder, day: number, dayStart: number) => {
  const at = clockIn(account, dayStart)
  const founder = join(account, { ...somebody(account), invitedBy: null }, { day, at })
  recorder.identify(founder)
  recorder.group(founder, at + 500)
  recorder.track(founder, at + 1000, 'Signed Up', { plan: 'free' })
}

const letIn = (account: Account, recorder: Recorder, day: number, dayStart: number) => {
  const due = account.invitations.filter((invitation) => invitation.accepts === day)
  account.invitations = account.invitations.filter((invitation) => invitation.accepts !== day)
  for (const { name, email, by } of due) {
    const at = clockIn(account, dayStart)
    const member = join(account, { name, email, invitedBy: by }, { day, at })
    recorder.identify(member)
    recorder.track(member, at + 1000, 'Signed Up', { plan: account.plan })
    recorder.track(member, at + 2000, 'Invite Accepted', { invitedBy: by })
  }
}

/** How likely a member works on this day; on the first day everybody does. */
const zest = (account: Account, member: Member, day: number, dayStart: number): number => {
  const age = day - member.joinedOn
  if (age === 0) return 1
  const week = isWeekend(dayStart) ? 0.12 : 1
  const paying = account.plan === 'free' ? account.archetype.keeps : 0.998
  return Math.min(0.95, account.archetype.drive * member.zeal * week * paying ** age)
}

const live = (account: Account, startsAt: number): Happening[] => {
  const recorder = createRecorder(account)
  for (let day = account.startsOn; day < DAYS; day++) {
    const dayStart = startsAt + day * DAY
    if (day === account.startsOn) welcome(account, recorder, day, dayStart)
    letIn(account, recorder, day, dayStart)
    for (const member of account.members) {
      if (!account.random.happens(zest(account, member, day, dayStart))) continue
      const at = member.joinedOn === day ? member.joinedAt + MINUTE : clockIn(account, dayStart)
      workSession({ account, member, recorder, day, at })
    }
    decide({ account, recorder, day, at: dayStart + DAY - 20 * MINUTE })
  }
  return recorder.happenings
}

const found = (random: Random): Account[] => {
  const kinds = ARCHETYPES.flatMap((archetype) => Array.from({ length: archetype.accounts }, () => archetype))
  return kinds.map((archetype, number) => {
    const own = random.fork(number)
    return foundAccount({ archetype, number: number + 1, taste: own.normal(0, TASTE), random: own })
  })
}

/** Makes up the 90 days before today: about 2,000 people in 400 accounts. `now` is any instant of today. */
export const generateHistory = ({ seed, now }: { seed: string; now: number }): History => {
  const endsAt = Math.floor(now / DAY) * DAY
  const accounts = found(createRandom(seed))
  const happenings = accounts.flatMap((account) => live(account, endsAt - DAYS * DAY))
  // A stable sort: happenings of one instant keep the order of their accounts.
  happenings.sort((a, b) => a.at - b.at)
  const events = happenings
    .filter(({ at }) => at < endsAt)
    .map(({ event }, index) => ({ messageId: `generated-${seed}-${index + 1}`, ...event }))
  return { seed, endsAt, events, accounts }
}
