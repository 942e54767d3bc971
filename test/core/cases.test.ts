import { expect, test } from 'vitest'
import { compile } from '../../server/core/engine.ts'
import { explain } from '../../server/core/explain.ts'
import { newMember } from '../../server/core/member.ts'
import { BALANCED, SIMPLE, SMB } from '../../server/core/presets.ts'
import type { Fields, Trust } from '../../server/wire/event.ts'
import { Company, event, hours } from './build.ts'
import cases from './cases.json' with { type: 'json' }

/*
 * cases.json is a table for anybody: who did what on which day (at 10:00 UTC), and what should be true when asked on a
 * later one (at 12:00). Points are whole points. `lead` is the lead's kind while open, its status when closed, null if
 * there never was one.
 */
type Case = {
  readonly case: string
  readonly model?: 'balanced' | 'simple' | 'smb'
  readonly events: readonly {
    readonly on: string
    readonly who: string
    readonly did: string
    readonly times?: number
    readonly by?: Trust
    readonly with?: Fields
    readonly traits?: Fields
  }[]
  readonly asked: string
  readonly expect: Readonly<
    Record<string, { score?: number; tier?: string; qualified?: boolean; because?: readonly string[] }>
  >
  readonly lead?: string | null
}

const MODELS = { balanced: BALANCED, simple: SIMPLE, smb: SMB }

test.each(cases as unknown as Case[])('$case', (given) => {
  const engine = compile(MODELS[given.model ?? 'balanced'], 1)
  const company = new Company(engine)
  for (const { on, who, did, times = 1, by = 'verified', with: properties = {}, traits = {} } of given.events)
    for (let n = 0; n < times; n++)
      company.take(
        event(did, {
          subject: who,
          time: Date.parse(on) + hours(10),
          trust: by,
          properties,
          traits,
          type: did === 'group' || did === 'identify' ? did : 'track',
        }),
      )
  const at = Date.parse(given.asked) + hours(12)
  company.advance(at)
  for (const [who, wanted] of Object.entries(given.expect)) {
    const told = explain(company.rows.get(who) ?? newMember(), company.state.account, engine, at)
    const found = { ...told, score: told.score / 100, because: told.ledger.map((line) => line.because) }
    expect(found, who).toMatchObject(wanted)
  }
  if (given.lead === undefined) return
  const { lead } = company.state.account
  const open = lead?.status === 'open' ? lead.type : lead?.status
  expect(open ?? null).toBe(given.lead)
})
