import { emailKey } from './invite.ts'
import { registerOf } from './member.ts'
import { own } from './register.ts'
import type { AccountDoc, MemberDoc, Subject, Waiting } from './types.ts'

/** How many are kept of those who wait for a known inviter, and of those whom nobody is known to have invited. */
const WAITING = 32

/** What an active member waits for: the inviter (`by`, null = nobody known), or an invitation of the address. */
export function waitingOf(
  subject: Subject,
  member: MemberDoc,
  { by, at }: Pick<Waiting, 'by' | 'at'>,
): Waiting | null {
  const email = registerOf(member, 'traits', 'email')?.value
  const key = typeof email === 'string' ? emailKey(email) : null
  return by === null && key === null ? null : { key, by, subject, at }
}

/** Notes that a member waits, or (null) that it does not; the newest of each kind are kept. */
export function wait(account: AccountDoc, subject: Subject, waiting: Waiting | null): void {
  const others = account.joined.filter((one) => one.subject !== subject)
  if (waiting === null) {
    if (others.length < account.joined.length) account.joined = others
    return
  }
  const all = [...others, waiting].sort((a, b) => b.at - a.at || (a.subject < b.subject ? -1 : 1))
  const isCalled = ({ by }: Waiting): boolean => by !== null
  account.joined = [
    ...all.filter(isCalled).slice(0, WAITING),
    ...all.filter((one) => !isCalled(one)).slice(0, WAITING),
  ]
}

/** Who waits for this subject to be there: named as their inviter, or known to have invited their address. */
export function waitingFor(subject: Subject, { joined, invites }: AccountDoc): Subject[] {
  const isTheirs = ({ key, by }: Waiting): boolean =>
    by === subject || (key !== null && own(invites, key)?.by === subject)
  return joined.flatMap((one) => (isTheirs(one) ? one.subject : []))
}
