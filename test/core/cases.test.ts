import { expect, test } from 'vitest'
import { checkModel } from '../../server/core/check-model.ts'
import { compile } from '../../server/core/engine.ts'
import { explain } from '../../server/core/explain.ts'
import { newMember } from '../../server/core/member.ts'
import { BALANCED, SIMPLE, SMB } from '../../server/core/presets.ts'
import type { EventEntry } from '../../server/core/types.ts'
import type { Condition } from '../../server/wire/condition.ts'
import type { Fields, Trust } from '../../server/wire/event.ts'
import { DAY } from '../../server/wire/limits.ts'
import type { Model } from '../../server/wire/model.ts'
import { Company, event, hours } from './build.ts'
import cases from './cases.json' with { type: 'json' }

/* cases.json is a table for anybody; cases.md says what may stand in it. */
type Case = {
  readonly case: string
  readonly model?: 'balanced' | 'simple' | 'smb'
  readonly definition?: readonly Condition[]
  readonly rules?: Model['rules']
  readonly account?: Model['account']
  readonly fit?: NonNullable<Model['fit']>
  readonly routes?: Model['routes']
  readonly signals?: Model['signals']
  readonly events: readonly Row[]
  readonly asked: string
  readonly expect: Readonly<
    Record<
      string,
      {
        score?: number
        tier?: string
        qualified?: boolean
        heat?: { word: 'hot' | 'warm' | 'cold'; because?: string }
        because?: readonly string[]
        events?: readonly number[]
        missing?: readonly string[]
        until?: string | null
      }
    >
  >
  readonly qualifies?: boolean
  readonly lead?: string | null
}
type Row = {
  readonly on: string
  readonly who: string
  readonly did: string
  readonly times?: number
  readonly days?: number
  readonly by?: Trust
  readonly with?: Fields
  readonly traits?: Fields
}

const MODELS = { balanced: BALANCED, simple: SIMPLE, smb: SMB }

/** Every condition is worth ten points; all of them together qualify. */
function defined(definition: readonly Condition[], signals: Model['signals']): Model {
  const all = 10 * definition.length
  return {
    ...BALANCED,
    signals,
    rules: definition.map((when, i) => ({
      id: `part-${i + 1}`,
      family: `part-${i + 1}`,
      label: `Part ${i + 1}`,
      points: 10,
      when,
    })),
    families: {},
    qualify: { score: all, families: definition.length, activated: false, activeWithin: '14d' },
    tiers: [
      { name: 'sales-ready', label: 'Sales-ready', from: all, sales: true },
      { name: 'self-serve', label: 'Self-serve', from: 0 },
    ],
  }
}

const modelOf = ({
  model = 'balanced',
  definition,
  rules,
  signals = {},
  account,
  fit,
  routes,
}: Case): Model => ({
  ...(definition ? defined(definition, signals) : MODELS[model]),
  ...(rules && { signals, rules, families: { breadth: { cap: 20 } } }),
  ...(account && { account }),
  ...(fit && { fit }),
  ...(routes && { routes: [...routes, ...BALANCED.routes] }),
})

/** One row is so many events a day, on so many days. */
function eventsOf(row: Row): EventEntry[] {
  const { on, who, did, times = 1, days = 1, by = 'verified', with: properties = {}, traits = {} } = row
  return Array.from({ length: times * days }, (_, n) =>
    event(did, {
      subject: who,
      time: Date.parse(on) + Math.floor(n / times) * DAY + hours(10),
      trust: by,
      properties,
      traits,
      type: did === 'group' || did === 'identify' ? did : 'track',
    }),
  )
}

test.each(cases as unknown as Case[])('$case', (given) => {
  const model = modelOf(given)
  expect(checkModel(model)).toEqual([])
  const engine = compile(model, 1)
  const company = new Company(engine)
  const past = given.events.flatMap(eventsOf).sort((a, b) => a.time - b.time)
  company.take(...past)
  const at = Date.parse(given.asked) + hours(12)
  company.advance(at)
  for (const [who, wanted] of Object.entries(given.expect)) {
    const told = explain(company.rows.get(who) ?? newMember(), company.state.account, engine, at)
    const found = {
      ...told,
      score: told.score / 100,
      because: told.ledger.map((line) => line.because),
      events: told.ledger.map((line) => line.events.length),
      missing: told.missing.map((line) => line.because),
      until: told.dropsAt === null ? null : new Date(told.dropsAt).toISOString().slice(0, 16),
    }
    expect(found, who).toMatchObject(wanted)
  }
  if (given.qualifies !== undefined) expect(company.state.account.qualified).toBe(given.qualifies)
  if (given.lead === undefined) return
  const { lead } = company.state.account
  const open = lead?.status === 'open' ? lead.type : lead?.status
  expect(open ?? null).toBe(given.lead)
})
