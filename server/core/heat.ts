import type { Engine } from './engine.ts'
import { lastAtOf } from './member.ts'
import { readingsOf } from './readings.ts'
import { readingWords } from './state-atoms.ts'
import type { AccountDoc, Evaluation, Heat, MemberDoc } from './types.ts'
import { day } from './words.ts'

type Asked = { readonly member: MemberDoc; readonly account: AccountDoc; readonly at: number }

/**
 * How soon somebody wants a person. Hot: asked for sales, was refused at a limit, or stands at a tier for sales (who fits,
 * and uses it much). Warm: qualified otherwise. Cold: everybody else. What was asked or refused is hot for as long as
 * `qualify.activeWithin` says.
 */
export function heatOf(asked: Asked, now: Evaluation, engine: Engine): Heat {
  const label = engine.model.tiers.find(({ name }) => name === now.tier)?.label ?? now.tier
  const why = wish(asked, engine) ?? refusal(asked, engine)
  if (why !== null) return { word: 'hot', because: why }
  if (now.sales) return { word: 'hot', because: `Qualified: ${label}` }
  if (now.qualified) return { word: 'warm', because: `Qualified: ${label}` }
  return { word: 'cold', because: 'Not qualified' }
}

function wish({ member, at }: Asked, engine: Engine): string | null {
  const askedAt = lastAtOf(member, 'hand-raise')
  return isLately(askedAt, at, engine) ? `Asked for sales on ${day(askedAt, at)}` : null
}

function refusal({ member, account, at }: Asked, engine: Engine): string | null {
  const reading = readingsOf(account, [member]).find((one) => one.blocked && isLately(one.time, at, engine))
  return reading ? `Refused at a limit: ${readingWords(reading)}, on ${day(reading.time, at)}` : null
}

const isLately = (time: number, at: number, { activeWithin }: Engine): boolean =>
  time > 0 && at < time + activeWithin
