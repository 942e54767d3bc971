import { FOR_GOOD } from './atom.ts'
import { counted } from './count-atoms.ts'
import type { Engine } from './engine.ts'
import { featureName } from './feature-name.ts'
import { countOf, lastAtOf } from './member.ts'
import { readingsOf } from './readings.ts'
import { invitees, readingWords } from './state-atoms.ts'
import type { AccountDoc, LedgerLine, MemberDoc } from './types.ts'
import { day, number } from './words.ts'

type Asked = { readonly member: MemberDoc; readonly account: AccountDoc; readonly at: number }

/**
 * The one reason to call today rather than another day: a full limit, a premium feature tried, pricing looked at, an
 * invited colleague at work; what merely adds up, only when there is none of them.
 */
export function whyNow(asked: Asked, ledger: readonly LedgerLine[], engine: Engine): string {
  return (
    fullLimit(asked) ??
    premiumTried(asked, engine) ??
    pricingSeen(asked, engine) ??
    colleagueActive(asked) ??
    weightiest(ledger)
  )
}

function fullLimit({ member, account, at }: Asked): string | null {
  const [fullest] = readingsOf(account, [member])
  return fullest && fullest.ratio >= 1 ? `${readingWords(fullest)}, on ${day(fullest.time, at)}` : null
}

function premiumTried(asked: Asked, engine: Engine): string | null {
  const { member, at } = asked
  if (!isLately(asked, 'gate', engine)) return null
  const tried = featuresOf(member).slice(0, 3).map(featureName)
  const what = tried.length > 0 ? tried.join(', ') : 'a premium feature'
  const times = countOf(member, 'gate')
  const on = `on ${day(lastAtOf(member, 'gate'), at)}`
  return times === 1 ? `Tried ${what} ${on}` : `Tried ${what} ${number(times)} times, last ${on}`
}

/** Premium features that the member tried, in no order that means anything. */
export function featuresOf({ named, loose }: MemberDoc): string[] {
  return [...new Set([...(named?.sets['features'] ?? []), ...(loose?.sets['features'] ?? [])])]
}

function pricingSeen(asked: Asked, engine: Engine): string | null {
  const { member, account, at } = asked
  if (!isLately(asked, 'pricing', engine)) return null
  return counted({ count: 'pricing', atLeast: 1 }).evidence(member, account, at).because
}

function colleagueActive({ member, account, at }: Asked): string | null {
  const atom = invitees(1)
  return atom.stands(member, account, at) === FOR_GOOD ? atom.evidence(member, account, at).because : null
}

/** Within the span in which the model calls somebody active. */
function isLately({ member, at }: Asked, signal: string, engine: Engine): boolean {
  const lastAt = lastAtOf(member, signal)
  return lastAt > 0 && at < lastAt + engine.activeWithin
}

function weightiest(ledger: readonly LedgerLine[]): string {
  const [first] = [...ledger].sort((a, b) => b.points - a.points)
  return first && first.points > 0 ? first.because : ''
}
