import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { carry } from '../../server/core/carry.ts'
import { compile } from '../../server/core/engine.ts'
import { explain } from '../../server/core/explain.ts'
import { lift } from '../../server/core/lift.ts'
import { newMember } from '../../server/core/member.ts'
import { mergeParts } from '../../server/core/merge.ts'
import { BALANCED } from '../../server/core/presets.ts'
import type { EventEntry } from '../../server/core/types.ts'
import { balanced, Company, days, event, MONDAY } from './build.ts'
import { anyJournal, RUNS } from './histories.ts'
import { anyEngine } from './models.ts'

const invited = (given: Partial<EventEntry> = {}) =>
  event('Invite Accepted', { subject: 'bob', properties: { invitedBy: 'ann' }, ...given })
const credits = (company: Company, inviter = 'ann') => company.rows.get(inviter)?.invitees
/** As it is remembered. */
const stampOf = ({ time, messageId: id, trust }: EventEntry) => ({ time, id, trust })

describe('the inviter', () => {
  test('is credited once the invited person does something of value', () => {
    const company = new Company()
    company.take(event('Session Started'), invited())
    expect(credits(company)).toEqual({})
    company.unload()
    const core = event('Core Action Completed', { subject: 'bob' })
    company.take(core)
    expect(credits(company)).toEqual({ bob: stampOf(core) })
  })

  test('is found by the e-mail address when the acceptance names nobody', () => {
    const company = new Company()
    company.take(event('Invite Sent', { properties: { email: 'Bob@Acme.test' } }))
    company.take(event('', { subject: 'bob', type: 'identify', traits: { email: 'bob@acme.test' } }))
    company.unload()
    const activated = event('Activated', { subject: 'bob' })
    company.take(activated)
    expect(credits(company)).toEqual({ bob: stampOf(activated) })
    expect(JSON.stringify(company.state.account.invites)).not.toContain('acme')
  })

  test.each(['invitee_email', 'inviteeEmail'])(
    'is found when the invitation calls the address %s',
    (name) => {
      const company = new Company()
      company.take(event('Invite Sent', { properties: { email: 'sent by hand', [name]: 'bob@acme.test' } }))
      company.take(event('', { subject: 'bob', type: 'identify', traits: { email: 'bob@acme.test' } }))
      const activated = event('Activated', { subject: 'bob' })
      company.take(activated)
      expect(credits(company)).toEqual({ bob: stampOf(activated) })
    },
  )

  test.each([
    ['by name', { invitedBy: 'ann' }],
    ['by e-mail', {}],
  ])('is credited when they arrive only after the invitee, invited %s, was at work', (_, properties) => {
    const company = new Company()
    company.take(event('Invite Sent', { subject: 'cy', properties: { email: 'bob@acme.test' } }))
    company.take(event('', { subject: 'bob', type: 'identify', traits: { email: 'bob@acme.test' } }))
    const activated = event('Activated', { subject: 'bob' })
    company.take(invited({ properties }), activated)
    const better = event('Invite Sent', {
      time: MONDAY - days(9),
      at: MONDAY,
      properties: { email: 'bob@acme.test' },
    })
    company.unload()
    company.take(better)
    expect(credits(company)).toEqual({ bob: stampOf(activated) })
    expect(credits(company, 'cy')).toEqual({})
    expect(company.state.account.joined).toEqual([])
  })

  test('is credited anew when they come back to the account', () => {
    const company = new Company()
    const activated = event('Activated', { subject: 'bob' })
    company.take(event('Session Started'), invited(), activated)
    const { named = null, loose = null } = company.rows.get('ann') ?? {}
    const away = { account: 'bolt', subject: 'ann' }
    const move = {
      kind: 'move',
      account: 'acme',
      at: MONDAY,
      historic: false,
      what: 'all',
      subject: 'ann',
    } as const
    company.take({ ...move, seq: 1000, anonymous: false, direction: 'out', other: away })
    expect(company.rows.get('bob')?.creditedTo).toBe(null)
    company.unload()
    company.take({
      ...move,
      seq: 1001,
      anonymous: false,
      direction: 'in',
      other: away,
      parts: { named, loose },
    })
    expect(credits(company)).toEqual({ bob: stampOf(activated) })
  })

  test('is credited when what named somebody else moves away, whoever is in memory', () => {
    const company = new Company()
    const activated = event('Activated', { subject: 'bob' })
    company.take(event('Session Started'), event('Session Started', { subject: 'cy' }), invited(), activated)
    const later = { time: MONDAY + 1, at: MONDAY + 1 }
    company.take(invited({ named: false, properties: { invitedBy: 'cy' }, ...later }))
    expect(credits(company, 'cy')).toEqual({ bob: stampOf(activated) })
    company.unload()
    company.take({
      kind: 'move',
      seq: 1000,
      account: 'acme',
      at: MONDAY + 2,
      historic: false,
      subject: 'bob',
      anonymous: false,
      direction: 'out',
      what: 'loose',
      other: { account: 'bolt', subject: 'bob' },
    })
    expect(credits(company, 'cy')).toEqual({})
    expect(credits(company)).toEqual({ bob: stampOf(activated) })
  })

  test('gets nothing for inviting themselves, nor when they are not there', () => {
    const company = new Company()
    company.take(invited({ subject: 'ann' }), event('Activated'))
    company.take(invited({ properties: { invitedBy: 'nobody' } }), event('Activated', { subject: 'bob' }))
    expect(credits(company)).toEqual({})
    expect([...company.rows.keys()]).toEqual(['ann', 'bob'])
  })

  test('is credited from the first activation, even if that is heard of late and they are not in memory', () => {
    const company = new Company()
    company.take(event('Session Started'), invited(), event('Activated', { subject: 'bob' }))
    company.unload()
    const late = event('Core Action Completed', { subject: 'bob', time: MONDAY - days(2), at: MONDAY })
    company.take(late)
    expect(credits(company)).toEqual({ bob: stampOf(late) })
  })

  test('loses the credit to a better founded claim', () => {
    const company = new Company()
    company.take(event('Session Started'), event('Session Started', { subject: 'cy' }))
    const activated = event('Activated', { subject: 'bob' })
    company.take(invited({ trust: 'browser' }), activated)
    expect(credits(company)).toEqual({ bob: stampOf(activated) })
    company.unload()
    company.take(invited({ trust: 'server', properties: { invitedBy: 'cy' } }))
    expect(credits(company)).toEqual({})
    expect(credits(company, 'cy')).toEqual({ bob: stampOf(activated) })
  })

  test('is shown the event that activated each invitee, whatever arrived first', () => {
    fc.assert(
      fc.property(anyJournal(), anyEngine, (journal, engine) => {
        const company = new Company(engine)
        company.take(...journal)
        const activating = journal
          .filter((entry) => engine.measures.signalsOf(entry).some((one) => engine.activation.includes(one)))
          .map((entry) => ({ subject: entry.subject, ...stampOf(entry) }))
          .sort((a, b) => a.time - b.time || (a.id < b.id ? -1 : 1))
        for (const { invitees } of company.rows.values())
          for (const [subject, credit] of Object.entries(invitees))
            expect({ subject, ...Object(credit) }).toEqual(activating.find((one) => one.subject === subject))
      }),
      RUNS,
    )
  })

  test('sees the newest of those events behind the points, and hears of "at least" when there are too many', () => {
    const company = new Company()
    company.take(event('Session Started'))
    for (let n = 10; n < 80; n++) {
      const subject = `p${n}`
      const time = MONDAY + n
      company.take(invited({ subject, time }), event('Activated', { subject, time, messageId: `a${n}` }))
    }
    const ann = company.rows.get('ann')
    if (!ann) throw new Error('ann is there')
    const { ledger } = explain(ann, company.state.account, company.engine, MONDAY + days(1))
    const line = ledger.find(({ rule }) => rule === 'invitee-active')
    expect(line?.because).toBe('at least 64 invited teammates became active, last on 9 Nov')
    const credited = Object.keys(ann.invitees).sort().reverse()
    expect(credited).toHaveLength(64)
    expect(line?.events.map(({ id }) => id)).toEqual(credited.slice(0, 4).map((id) => id.replace('p', 'a')))
  })

  test('keeps the instant alone of an event that was let go before its id was asked for', () => {
    const mapped = compile({ ...BALANCED, signals: { activation: ['Report Built'] } }, 1)
    const core = event('Core Action Completed', { subject: 'bob', time: MONDAY - days(9) })
    const until = MONDAY - days(5)
    const kept = carry(lift(core, mapped), { former: mapped.measures, until }, balanced)
    const company = new Company()
    company.take(event('Session Started', { time: until }), invited({ time: until }))
    const bob = company.rows.get('bob')
    if (!bob) throw new Error('bob is there')
    bob.named = mergeParts(bob.named, kept)
    company.unload()
    company.take(event('', { subject: 'bob', type: 'identify' }))
    expect(credits(company)).toEqual({ bob: MONDAY - days(9) })
    const ann = company.rows.get('ann') ?? newMember()
    const { ledger } = explain(ann, company.state.account, company.engine, MONDAY)
    expect(ledger.find(({ rule }) => rule === 'invitee-active')).toMatchObject({
      because: '1 invited teammate became active, since 31 Oct',
      events: [],
    })
  })
})

describe('an invitation', () => {
  const events = [
    event('', { subject: 'bob', type: 'identify', traits: { email: 'Bob@Acme.test' } }),
    event('Core Action Completed', { subject: 'bob' }),
    event('Session Started', { subject: 'ann' }),
    event('Invite Sent', { subject: 'ann', time: MONDAY - days(1), properties: { email: 'bob@acme.test' } }),
  ]

  test('that arrives after the colleague is at work is credited at once', () => {
    const company = new Company()
    company.take(...events.map((entry) => ({ ...entry, at: MONDAY })))
    expect(Object.keys(company.rows.get('ann')?.invitees ?? {})).toEqual(['bob'])
    expect(company.state.account.joined).toEqual([])
  })

  test('is credited in the same way when nobody is in memory', () => {
    const company = new Company()
    for (const entry of events) {
      company.unload()
      company.take({ ...entry, at: MONDAY })
    }
    expect(Object.keys(company.rows.get('ann')?.invitees ?? {})).toEqual(['bob'])
  })
})
