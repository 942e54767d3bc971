import { type Account, FREE_RECORDS, type Member } from './account.ts'
import type { Facts } from './truth.ts'

const WINDOW = 14

const sumSince = (days: Uint16Array, day: number, window: number): number => {
  let sum = 0
  for (let at = Math.max(0, day - window + 1); at <= day; at++) sum += days[at] ?? 0
  return sum
}

const worked = (member: Member, day: number) => sumSince(member.sessions, day, WINDOW) > 0

/** What the truth knows of an account at the end of a day: only what its events show. */
export const factsOf = (account: Account, day: number): Facts => {
  const { members } = account
  const sessions = members.reduce((sum, member) => sum + sumSince(member.sessions, day, WINDOW), 0)
  return {
    coreHabit: members.some((member) => sumSince(member.cores, day, WINDOW) >= 10),
    inviteeActive: members.some((member) => member.invitedBy !== null && worked(member, day)),
    pricingTwice: members.some((member) => sumSince(member.visits, day, WINDOW) >= 2),
    limitApproached: account.records >= 0.8 * FREE_RECORDS,
    limitReached: account.records >= FREE_RECORDS,
    integrationConnected: account.connected,
    ssoAttempted: day - account.ssoOn < 30,
    handRaised: day - account.handRaisedOn < 30,
    fivePeople: members.length >= 5,
    manySessions: sessions >= 20,
    integrationsAttempted: day - account.integrationsOn < 30,
    freeMail: account.identity.domain === null,
    student: account.archetype.kind === 'student',
    competitor: account.archetype.kind === 'competitor',
  }
}
