import * as fc from 'fast-check'
import { afterEach, expect, test } from 'vitest'
import { sumOf } from '../../server/core/account.ts'
import { compile } from '../../server/core/engine.ts'
import { absorb } from '../../server/core/lift.ts'
import { registerOf } from '../../server/core/member.ts'
import { merge, newProfile } from '../../server/core/merge.ts'
import { BALANCED } from '../../server/core/presets.ts'
import { own } from '../../server/core/register.ts'
import type { EventEntry, Profile } from '../../server/core/types.ts'
import { balanced, Company, event, MONDAY, newState } from './build.ts'
import { RUNS } from './histories.ts'

/* Names come from senders, and some of them are what every object inherits. They are names like any other. */

const INHERITED = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'valueOf',
  'hasOwnProperty',
  'isPrototypeOf',
]
const anyName = fc.oneof(fc.constantFrom(...INHERITED), fc.string({ minLength: 1, maxLength: 12 }))
const inherited = Object.getOwnPropertyNames(Object.prototype).sort()

afterEach(() => {
  expect(Object.getOwnPropertyNames(Object.prototype).sort()).toEqual(inherited)
  expect(Reflect.get({}, 'kept')).toBeUndefined()
})

/** As JSON.parse makes it: `__proto__` is a field of its own. */
const fields = (name: string, value: string): Record<string, string> => Object.fromEntries([[name, value]])

/** Everything stored goes through JSON, and back. */
const stored = <T>(value: T): T => JSON.parse(JSON.stringify(value))

test('a trait, a limit, a feature, a user and an account may have any name, and none gets lost', () => {
  fc.assert(
    fc.property(anyName, anyName, anyName, (name, subject, key) => {
      const company = new Company()
      company.state = { ...newState(), key }
      const who = { subject, account: key }
      company.take(
        event('', { ...who, type: 'identify', traits: fields(name, 'kept') }),
        event('', { ...who, type: 'group', traits: fields(name, 'kept too') }),
        event('Limit Reached', { ...who, properties: { limit: name, used: 100, max: 100 } }),
        event('Premium Feature Attempted', { ...who, properties: { feature: name } }),
        event('Activated', who),
      )
      company.unload()
      company.take(
        event('Limit Reached', { ...who, time: MONDAY + 1, properties: { limit: name, used: 90, max: 100 } }),
        event('', { ...who, type: 'identify', traits: fields('role', 'admin') }),
      )
      const member = stored(company.rows.get(subject))
      if (!member) throw new Error('lost')
      expect(registerOf(member, 'traits', name)?.value).toBe('kept')
      expect(registerOf(member, 'limits', name)?.value).toMatchObject({ used: 90 })
      expect(member.named?.sets['features']).toEqual([name])
      const account = stored(company.state.account)
      expect(account.own && own(account.own.traits, name)?.value).toBe('kept too')
      expect(account.sums).toEqual(sumOf(company.rows, balanced))
      expect(account.sums).toMatchObject({ known: 1, activated: 1 })
    }),
  )
})

test('an inviter is credited for somebody of any name, once', () => {
  fc.assert(
    fc.property(anyName, anyName, (subject, inviter) => {
      fc.pre(subject !== inviter)
      const company = new Company()
      company.take(
        event('Session Started', { subject: inviter }),
        event('Invite Accepted', { subject, properties: { invitedBy: inviter } }),
        event('Activated', { subject, messageId: 'first' }),
      )
      company.unload()
      company.take(event('', { subject, type: 'identify', time: MONDAY + 1 }))
      const credited = stored(company.rows.get(inviter)?.invitees) ?? {}
      expect(Object.entries(credited)).toEqual([[subject, { time: MONDAY, id: 'first', trust: 'verified' }]])
    }),
  )
})

test('tiers and families may have any name that a model takes', () => {
  const [top, , low] = BALANCED.tiers
  if (!top || !low) throw new Error('balanced has three tiers')
  const rules = BALANCED.rules.map((rule) => ({ ...rule, family: 'constructor' }))
  const engine = compile({ ...BALANCED, rules, tiers: [top, { ...low, name: 'constructor' }] }, 1)
  const company = new Company(engine)
  company.take(event('Activated'), event('Activated', { subject: 'bob' }))
  expect(company.state.account.sums.tiers).toEqual({ constructor: 2 })
  expect(company.rows.get('ann')?.summary.score).toBe(1_000)
})

test('which of too many names stay does not depend on the order in which pages and backends said them', () => {
  const said = fc.record({
    limit: fc.integer({ min: 0, max: 70 }).map((n) => `limit-${n}`),
    trust: fc.constantFrom('browser', 'server'),
    time: fc.integer({ min: 1, max: 9 }),
  })
  const histories = fc
    .array(said, { minLength: 40, maxLength: 120 })
    .map((all) =>
      all.map(({ limit, trust, time }, n) =>
        event('Limit Reached', { trust, time, messageId: `m${n}`, properties: { limit, used: n, max: 100 } }),
      ),
    )
    .chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })))
  const fold = (events: readonly EventEntry[]) =>
    events.reduce<Profile>((profile, entry) => absorb(profile, entry, balanced), newProfile(balanced.plan))
  fc.assert(
    fc.property(histories, fc.nat(120), ([told, shuffled], cut) => {
      const { limits } = fold(told)
      expect(fold(shuffled).limits).toEqual(limits)
      expect(merge(fold(shuffled.slice(0, cut)), fold(shuffled.slice(cut))).limits).toEqual(limits)
      const backends = new Set(
        told.flatMap(({ trust, properties }) => (trust === 'server' ? [properties['limit']] : [])),
      )
      const kept = Object.values(limits).filter(({ trust }) => trust === 'server')
      expect(kept).toHaveLength(Math.min(backends.size, 32))
    }),
    RUNS,
  )
})
