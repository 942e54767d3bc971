import { nameOf, roleOf, textTrait, vouchedName, vouchedText } from '../company.ts'
import { evaluate } from '../core/evaluate.ts'
import { isTrusted, lastAtOf } from '../core/member.ts'
import { readingsOf } from '../core/readings.ts'
import { prevailing } from '../core/register.ts'
import type { LeadDoc, MemberDoc, Register, State } from '../core/types.ts'
import { isoOf, isoOrNull, pointsOf } from '../edge-values.ts'
import type { Trust } from '../wire/event.ts'
import type { LimitUse, Person } from '../wire/view.ts'
import type { Look, Seen } from './read.ts'

/** The most engaged people of an account first. Visitors nobody has claimed are no people, unless asked for. */
export const peopleOf = (
  look: Look,
  { account, members }: Seen,
  { lead, atMost }: { readonly lead: LeadDoc | null; readonly atMost: number },
): Person[] =>
  [...members]
    .filter(([subject, member]) => member.known || subject === lead?.subject)
    .map(([subject, member]) => {
      const { score, tier, qualified, active } = evaluate(member, account, look.engine, look.now)
      return {
        userId: subject,
        name: vouchedName(member) ?? (subject === lead?.subject ? lead.name : null) ?? nameOf(member),
        email: textTrait(member, 'email') ?? (subject === lead?.subject ? lead.email : null),
        emailVerified: isEmailVouched(member),
        role: roleOf(member),
        score: pointsOf(score),
        tier,
        qualified,
        active,
        lastActiveAt: isoOrNull(lastAtOf(member, 'active') || null),
        trust: trustOf(member),
      }
    })
    .sort((a, b) => b.score - a.score || (a.userId < b.userId ? -1 : 1))
    .slice(0, atMost)

/** False when others vouch for the person, but not for the address. */
const isEmailVouched = (member: MemberDoc): boolean =>
  textTrait(member, 'email') === vouchedText(member, 'email')

/** Whether anybody vouched for what is known of a member. */
export const trustOf = (member: MemberDoc): Trust => (isTrusted(member) ? 'verified' : 'browser')

/** The latest reading of each limit, whoever in the account it came from. */
export const limitsOf = ({ account, members }: Pick<State, 'account' | 'members'>): LimitUse[] =>
  readingsOf(account, members.values()).map(({ limit, used, max, time, trust }) => ({
    limit,
    used,
    max,
    at: isoOf(time),
    trust,
  }))

/** Traits by name, as last told. */
export const traitsOf = (...parts: readonly (MemberDoc['named'] | undefined)[]): Record<string, unknown> => {
  const registers = new Map<string, Register>()
  for (const part of parts)
    for (const [name, register] of Object.entries(part?.traits ?? {})) {
      const known = registers.get(name)
      registers.set(name, known ? prevailing(known, register) : register)
    }
  return Object.fromEntries([...registers].map(([name, register]) => [name, register.value]))
}
