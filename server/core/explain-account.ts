import { isShareQualified } from './account.ts'
import type { Engine } from './engine.ts'
import type { AccountDoc } from './types.ts'
import { number } from './words.ts'

/** Why an account is qualified, and what else would take it there: plain words. */
export function explainAccount(
  account: AccountDoc,
  engine: Engine,
): { readonly reasons: string[]; readonly missing: string[] } {
  const ways = [...shareWay(account, engine), ...conditionWay(account, engine), ...scoreWay(account, engine)]
  return {
    reasons: ways.flatMap((way) => (way.holds ? [way.words] : [])),
    missing: ways.flatMap((way) => (way.holds ? [] : [way.words])),
  }
}

type Way = { readonly holds: boolean; readonly words: string }

function shareWay(account: AccountDoc, engine: Engine): Way[] {
  const { qualifiedShare, qualifiedAtLeast = 1 } = engine.model.account
  if (qualifiedShare === undefined) return []
  const { qualifiedActive, active } = account.sums
  const holds = isShareQualified(account, engine)
  const share = `${number(qualifiedActive)} of ${number(active)} active users are qualified`
  const wanted = `at least ${number(qualifiedAtLeast)} and ${number(qualifiedShare * 100)} % are wanted`
  return [{ holds, words: holds ? share : `${share}; ${wanted}` }]
}

function conditionWay(account: AccountDoc, { account: { when } }: Engine): Way[] {
  if (!when) return []
  const holds = when.holds(account)
  return [{ holds, words: holds ? when.because(account) : when.lacks(account) }]
}

function scoreWay(account: AccountDoc, { account: { rules, score } }: Engine): Way[] {
  if (score === null) return []
  const told = rules
    .filter(({ test }) => test.holds(account))
    .map(({ points, test }) => `${test.because(account)} (${number(points / 100)})`)
  const sum = `${number(account.score / 100)} of ${number(score / 100)} points`
  return [{ holds: account.score >= score, words: [sum, ...told].join('; ') }]
}
