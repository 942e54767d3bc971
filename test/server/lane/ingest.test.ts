import { expect, test } from 'vitest'
import { NO_STATE } from '../../../server/core/prompt-state.ts'
import { trimHeld } from '../../../server/store/held.ts'
import { JOURNAL_START, pageJournal } from '../../../server/store/journal.ts'
import type { HeldAction } from '../../../server/wire/held.ts'
import { DAY, HOUR, MINUTE } from '../../../server/wire/limits.ts'
import {
  group,
  identify,
  KEYS,
  NOW,
  readyToBuy,
  request,
  SUCCESS,
  send,
  tokenFor,
  track,
  withToken,
} from './harness.ts'
import { type Bench, onEveryDatabase } from './suite.ts'

const journal = ({ lane }: Bench) => pageJournal(lane.store.db, JOURNAL_START, 10_000)
/** As if the dedupe window were over; SQLite's never is. */
const forget = async ({ lane }: Bench) => {
  if (lane.store.dialect === 'postgres') await lane.store.db.deleteFrom('seen').execute()
}
const countOf = async ({ lane }: Bench, signal: string, userId = 'ann') =>
  (await lane.user(userId, NOW))?.signals.find((use) => use.signal === signal)?.count ?? 0
const reasons = async ({ lane }: Bench) => (await lane.rejected(100)).map((rejected) => rejected.reason)

onEveryDatabase('ingest', (bench) => {
  test('an accepted batch is answered by exactly {"success":true}', async () => {
    expect(await send(bench.lane, [track('Core Action Completed')])).toEqual(SUCCESS)
    expect(await countOf(bench, 'core')).toBe(1)
  })

  test('a batch sent twice changes nothing', async () => {
    const batch = [...readyToBuy(), track('Sales Contact Requested', { properties: { message: 'Hi' } })]
    await send(bench.lane, batch)
    const before = [
      await bench.lane.user('ann', NOW),
      await bench.lane.leads({ status: 'all', historic: true }, NOW),
    ]
    await send(bench.lane, batch)
    await Promise.all([send(bench.lane, batch), send(bench.lane, [...batch, ...batch])])
    const after = [
      await bench.lane.user('ann', NOW),
      await bench.lane.leads({ status: 'all', historic: true }, NOW),
    ]
    expect(after).toEqual(before)
    expect(await journal(bench)).toHaveLength(batch.length)
  })

  test('for one sender and message id the first body wins; another sender may use the same id', async () => {
    await send(bench.lane, [track('Pricing Viewed', { messageId: 'm' })])
    await send(bench.lane, [track('Core Action Completed', { messageId: 'm' })])
    await send(bench.lane, [track('Core Action Completed', { messageId: 'm', userId: 'bob' })])
    expect(await countOf(bench, 'core')).toBe(0)
    expect(await countOf(bench, 'core', 'bob')).toBe(1)
  })

  test('a late event is checked against the journal, which forgets nothing', async () => {
    const late = track('Core Action Completed', { timestamp: new Date(NOW - 10 * DAY).toISOString() })
    await send(bench.lane, [late])
    await forget(bench)
    await send(bench.lane, [late])
    expect(await countOf(bench, 'core')).toBe(1)
  })

  test('an import that runs twice changes nothing, with message ids or without', async () => {
    const batch = Array.from({ length: 6 }, (_, n) => ({
      ...track('Core Action Completed', { timestamp: new Date(NOW - n * DAY).toISOString() }),
      ...(n % 2 && { messageId: undefined }),
    }))
    const load = () => send(bench.lane, batch, { endpoint: 'import', key: KEYS.secret })
    expect(JSON.parse((await load()).body)).toEqual({ success: true })
    await forget(bench)
    expect(JSON.parse((await load()).body)).toEqual({ success: true, duplicates: 6 })
    expect(await countOf(bench, 'core')).toBe(6)
  })

  test('an imported event that lies ahead is refused by its line; a live one counts as now', async () => {
    const ahead = (by: number) =>
      track('Core Action Completed', { timestamp: new Date(NOW + by).toISOString() })
    const batch = [ahead(-DAY), ahead(DAY + 1), ahead(DAY)]
    const { status, body } = await send(bench.lane, batch, { endpoint: 'import', key: KEYS.secret })
    expect([status, JSON.parse(body)]).toEqual([
      200,
      {
        success: true,
        rejected: [{ index: 1, reason: expect.stringContaining('more than a day in the future') }],
      },
    ])
    await send(bench.lane, [ahead(30 * DAY)])
    expect((await journal(bench)).map(({ time }) => time)).toEqual([NOW - DAY, NOW, NOW])
  })

  test('events without a message id get one', async () => {
    await send(bench.lane, [
      track('Pricing Viewed', { messageId: null }),
      track('Pricing Viewed', { messageId: '' }),
    ])
    const ids = (await journal(bench)).map((row) => row.message_id)
    expect(new Set(ids).size).toBe(2)
  })

  test('a key may come in the body, and decides how far the sender is believed', async () => {
    const body = JSON.stringify({ batch: [track('Pricing Viewed')], writeKey: KEYS.write })
    expect(await send(bench.lane, [], { body, key: null })).toEqual(SUCCESS)
    await send(bench.lane, [track('Pricing Viewed')], { key: KEYS.secret })
    expect((await journal(bench)).map((row) => row.trust)).toEqual(['browser', 'server'])
  })

  test.each([
    ['no key', null, 'batch'],
    ['a key that is not ours', 'pk_other', 'batch'],
    ['an import with the browser key', KEYS.write, 'import'],
  ] as const)('%s is answered by 401', async (_, key, endpoint) => {
    const receipt = await send(bench.lane, [track('Pricing Viewed')], { key, endpoint })
    expect(receipt.status).toBe(401)
    expect(JSON.parse(receipt.body)).toMatchObject({ status: 401, title: 'Unauthorized' })
    expect(await journal(bench)).toEqual([])
  })

  test.each([
    ['malformed JSON', '{"batch":['],
    ['an array', '[]'],
    ['no batch', '{"events":[]}'],
    ['a batch of objects in an object', '{"batch":{"0":{}}}'],
    ['250,000 open brackets', '['.repeat(250_000)],
    ['a batch nested too deep to be an array', `{"batch":${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}}`],
    ['too many events', JSON.stringify({ batch: Array.from({ length: 2501 }, () => 1) })],
    ['too many bytes', JSON.stringify({ batch: [], pad: 'é'.repeat(260_000) })],
    ['a sentAt that is no date', '{"batch":[],"sentAt":"yesterday"}'],
  ])('%s is answered by 400', async (_, body) => {
    const receipt = await send(bench.lane, [], { body })
    expect(receipt.status).toBe(400)
    expect(JSON.parse(receipt.body)).toMatchObject({ status: 400, title: 'Bad Request' })
  })

  const nested = (depth: number): unknown => (depth === 0 ? 1 : { a: nested(depth - 1) })
  test.each([
    ['an unknown type', { ...track('x'), type: 'trackk' }, /^type must be one of identify, track/],
    ['a number', 5, /^is not an object/],
    ['null', null, /^is not an object/],
    ['no id at all', { type: 'track', event: 'x' }, /^userId or anonymousId is required/],
    ['a track call without a name', { ...track('x'), event: undefined }, /needs its name in "event"/],
    ['a group call without a group', { ...group('x'), groupId: undefined }, /needs a groupId/],
    ['an alias call without a former id', { type: 'alias', userId: 'ann' }, /needs userId and previousId/],
    ['an id that is too long', track('x', { userId: 'x'.repeat(257) }), /userId/],
    ['an id that is a name of objects', track('x', { userId: '__proto__' }), /cannot be used/],
    ['an account that is somebody’s own', group('~bob'), /must not begin with ~/],
    ['a user that looks anonymous', track('x', { userId: '~visitor' }), /must not begin with ~/],
    ['properties that are a list', track('x', { properties: [1] }), /properties/],
    ['a NUL character', track('x', { properties: { a: ['\0'] } }), /NUL/],
    ['a NUL in a name', track('x', { properties: { '\0': 1 } }), /NUL/],
    ['a NUL in the id', track('x', { userId: 'a\0' }), /NUL/],
    ['5,000 levels', track('x', { properties: nested(5000) }), /nested more than 32/],
    ['more than 32 KB', track('x', { properties: { a: 'x'.repeat(33_000) } }), /larger than 32768 bytes/],
    ['a timestamp that is no date', track('x', { timestamp: 'soon' }), /not a date/],
  ])('an event with %s is rejected alone, with its reason', async (_, bad, reason) => {
    expect(await send(bench.lane, [track('Pricing Viewed'), bad, track('Pricing Viewed')])).toEqual(SUCCESS)
    expect(await countOf(bench, 'pricing')).toBe(2)
    expect(await reasons(bench)).toEqual([expect.stringMatching(reason)])
    expect((await bench.lane.installation(NOW)).rejected).toBe(1)
  })

  test('a single call is an event of its type, and a bad one is answered by 400', async () => {
    const call = (endpoint: 'track' | 'identify', fields: object) =>
      bench.lane.ingest([request([], { endpoint, body: JSON.stringify(fields) })])
    expect(await call('track', { userId: 'ann', event: 'Pricing Viewed', type: 'identify' })).toEqual([
      SUCCESS,
    ])
    expect(await countOf(bench, 'pricing')).toBe(1)
    const [receipt] = await call('identify', { traits: {} })
    expect(receipt?.status).toBe(400)
    expect(JSON.parse(receipt?.body ?? '')).toMatchObject({ detail: expect.stringContaining('userId') })
  })

  test('the name by which an object could be poisoned is dropped, the rest counts', async () => {
    const body = `{"batch":[{"type":"identify","userId":"ann","__proto__":{"x":1},
      "traits":{"__proto__":{"polluted":true},"\\u005f_proto__":1,"plan":"x","role":"admin"}}]}`
    expect(await send(bench.lane, [], { body })).toEqual(SUCCESS)
    expect((await bench.lane.user('ann', NOW))?.traits).toEqual({ role: 'admin' })
    expect(Reflect.get({}, 'polluted')).toBeUndefined()
  })

  test('names that every object answers to, and half of a character, are names like any other', async () => {
    const traits = { constructor: 'Bauer AG', prototype: 2, toString: true, 'half \ud83d': 'mended' }
    await send(bench.lane, [identify({ traits })])
    const mended = { constructor: 'Bauer AG', prototype: 2, toString: true, 'half \ufffd': 'mended' }
    const { traits: kept } = (await bench.lane.user('ann', NOW)) ?? {}
    expect(Object.entries(kept ?? {}).toSorted()).toEqual(Object.entries(mended).toSorted())
    await send(bench.lane, [
      track('Core Action Completed', { properties: { constructor: { prototype: { polluted: 1 } } } }),
    ])
    const row = (await journal(bench)).find(({ body }) => body.includes('polluted'))
    expect(row?.body).toContain('{"constructor":{"prototype":{"polluted":1}}}')
    expect(Reflect.get({}, 'polluted')).toBeUndefined()
  })

  test('a prototype’s name as a trait, limit or feature does no harm', async () => {
    for (const name of ['toString', 'hasOwnProperty', '__proto__', 'constructor']) {
      await send(bench.lane, [
        identify({ traits: { [name]: 1 } }),
        track('Limit Reached', { properties: { limit: name, used: 1, max: 1 } }),
        track('Premium Feature Attempted', { properties: { feature: name } }),
        track('Invite Accepted', { properties: { invitedBy: name } }),
      ])
    }
    expect(await countOf(bench, 'gate')).toBe(4)
    expect(await bench.lane.account('~ann', NOW)).toMatchObject({ users: 1 })
  })

  test('a sender’s wrong clock is corrected by how long the event waited', async () => {
    const wrong = NOW - 365 * DAY
    const event = track('Core Action Completed', { originalTimestamp: new Date(wrong - HOUR).toISOString() })
    await send(bench.lane, [event], { sentAt: wrong })
    await send(bench.lane, [track('Core Action Completed', { timestamp: NOW - 2 * HOUR, sentAt: NOW })])
    await send(bench.lane, [track('Core Action Completed', { timestamp: NOW + DAY })])
    await send(bench.lane, [track('Core Action Completed')])
    expect((await journal(bench)).map((row) => NOW - row.time)).toEqual([HOUR, 2 * HOUR, 0, 0])
  })

  test('an empty user id means that there is none', async () => {
    await send(bench.lane, [track('Pricing Viewed', { userId: '', anonymousId: 'visitor' })])
    expect((await journal(bench)).map((row) => row.subject)).toEqual(['~visitor'])
  })

  test('numbers are taken as ids', async () => {
    await send(bench.lane, [track('Pricing Viewed', { userId: 42, context: { groupId: 7 } })])
    expect(await bench.lane.user('42', NOW)).toMatchObject({ accountId: '7' })
  })

  test('a byte order mark before the JSON is no part of it', async () => {
    const sent = request([track('Core Action Completed')])
    expect(await bench.lane.ingest([{ ...sent, body: `\ufeff${sent.body}` }])).toEqual([SUCCESS])
    expect(await countOf(bench, 'core')).toBe(1)
  })

  test('ids that no path can name are rejected', async () => {
    await send(bench.lane, [track('x', { userId: '.' }), track('x', { context: { groupId: '..' } })])
    expect(await reasons(bench)).toEqual(
      Array.from({ length: 2 }, () => 'an id has a value that cannot be used'),
    )
  })

  test('events with a test key are kept but never lead', async () => {
    await send(bench.lane, [...readyToBuy(), track('Sales Contact Requested')], { key: KEYS.testWrite })
    expect(await bench.lane.leads({ status: 'all', historic: true }, NOW)).toEqual([])
    expect(await countOf(bench, 'core', 'test:ann')).toBe(6)
  })

  test('a test touches no live person or account: it has its own of the same names', async () => {
    const email = identify({ traits: { email: 'ann@acme.example' } })
    const named = track('Core Action Completed', { context: { groupId: 'acme' }, anonymousId: 'visitor' })
    await send(bench.lane, [email, named])
    const live = [await bench.lane.user('ann', NOW), await bench.lane.account('acme', NOW)]
    await send(bench.lane, [identify({ ...email, messageId: 'other' }), ...readyToBuy(named)], {
      key: KEYS.testSecret,
    })
    expect([await bench.lane.user('ann', NOW), await bench.lane.account('acme', NOW)]).toEqual(live)
    expect(await bench.lane.user('test:ann', NOW)).toMatchObject({ accountId: 'test:acme' })
    const receipt = await send(bench.lane, [track('x', { userId: 'test:ann' })])
    expect(receipt).toEqual(SUCCESS)
    expect(await reasons(bench)).toEqual(['userId and groupId must not begin with ~ or test:'])
  })

  test('a live page or backend claims nobody of a test, as a visitor or as somebody it knew', async () => {
    const visit = track('Pricing Viewed', { userId: null, anonymousId: 'visitor' })
    await send(bench.lane, [visit, identify({ userId: 'bob' })], { key: KEYS.testSecret })
    await send(bench.lane, [identify({ userId: 'eve', anonymousId: 'test:visitor' })])
    const alias = (previousId: string) => ({
      type: 'alias',
      userId: 'eve',
      previousId,
      messageId: previousId,
    })
    await send(bench.lane, [alias('test:visitor'), alias('test:bob')], { key: KEYS.secret })
    expect(await bench.lane.user('eve', NOW)).toBeNull()
    expect(await bench.lane.user('test:bob', NOW)).not.toBeNull()
    expect(await reasons(bench)).toEqual(
      Array(3).fill('anonymousId and previousId must not begin with test:'),
    )
  })

  test('nothing of the context but the account is stored, the token least of all', async () => {
    const token = tokenFor({ sub: 'ann' })
    await send(bench.lane, [track('Pricing Viewed', { context: { tidemark: { token }, ip: '192.0.2.9' } })])
    const [row] = await journal(bench)
    expect(JSON.stringify(row)).not.toContain(token)
    expect(JSON.stringify(row)).not.toContain('192.0.2.9')
  })

  test('made-up origins, however many, push no true one that comes later out of the installation page', async () => {
    const { lane } = bench
    for (let round = 0; round < 3; round++) {
      for (let n = 0; n < 60; n++) await lane.refuseOrigin(`https://made-up-${round}-${n}.example`, NOW + n)
      await lane.installation(NOW)
    }
    await bench.restart()
    for (const at of [NOW + 100, NOW + 200]) await bench.lane.refuseOrigin('https://true.example', at)
    const { refused } = await bench.lane.installation(NOW)
    expect(refused).toHaveLength(20)
    expect(refused[0]).toMatchObject({ what: 'origin', which: 'https://true.example', requests: 2 })
  })

  test('the counters show what arrived, from where and with which key', async () => {
    await send(bench.lane, [track('x'), track('y'), 'bad'], { origin: 'https://app.example' })
    expect(await bench.lane.installation(NOW)).toMatchObject({
      events: 2,
      rejected: 1,
      lastEventAt: new Date(NOW).toISOString(),
      origins: [{ origin: 'https://app.example', events: 2 }],
    })
    expect(JSON.stringify(await bench.lane.installation(NOW))).not.toContain(KEYS.secret)
  })
})

onEveryDatabase('identity tokens', (bench) => {
  const trusts = async () => (await journal(bench)).map((row) => row.trust)

  test('a token vouches for its user, and the reply says so', async () => {
    const token = tokenFor({ sub: 'ann' })
    const receipt = await send(bench.lane, [track('x', withToken(token))])
    expect(JSON.parse(receipt.body)).toEqual({
      success: true,
      prompts: [],
      state: NO_STATE,
      contact: null,
    })
    expect(await trusts()).toEqual(['verified'])
  })

  test('one token may stand in the batch’s own context', async () => {
    const body = JSON.stringify({ batch: [track('x')], ...withToken(tokenFor({ sub: 'ann' })) })
    await send(bench.lane, [], { body })
    expect(await trusts()).toEqual(['verified'])
  })

  test('a token vouches for nobody else, and for no account but its own', async () => {
    const token = tokenFor({ sub: 'ann', account: 'acme' })
    const context = (groupId: string) => ({ context: { tidemark: { token }, groupId } })
    await send(bench.lane, [
      track('x', { ...withToken(token), userId: 'bob' }),
      track('x', { ...withToken(token), userId: null, anonymousId: 'ann' }),
      track('x', context('other')),
      track('x', context('acme')),
      group('acme', withToken(token)),
      group('other', withToken(token)),
    ])
    expect(await trusts()).toEqual(['browser', 'browser', 'browser', 'verified', 'verified', 'browser'])
  })

  test('a token without an account vouches for no account', async () => {
    await send(bench.lane, [group('acme', withToken(tokenFor({ sub: 'ann' })))])
    expect(await trusts()).toEqual(['browser'])
  })

  const now = NOW / 1000
  test.each([
    ['expired', tokenFor({ sub: 'ann', exp: now - 1 })],
    ['valid for more than a day', tokenFor({ sub: 'ann', iat: now - 60, exp: now + 86_400 })],
    ['from the future', tokenFor({ sub: 'ann', iat: now + 3600, exp: now + 7200 })],
    ['for another audience', tokenFor({ sub: 'ann', aud: 'other' })],
    ['without a beginning', tokenFor({ sub: 'ann', iat: undefined })],
    ['signed with another secret', tokenFor({ sub: 'ann' }, 'another-secret-that-is-long-enough')],
    ['unsigned', `${btoa('{"alg":"none"}')}.${btoa(JSON.stringify({ sub: 'ann', aud: 'tidemark' }))}.`],
    ['not valid yet', tokenFor({ sub: 'ann', nbf: NOW / 1000 + 3000 })],
    ['no token', 'x'],
  ])('a token that is %s leaves the event unverified, and nothing is lost', async (_, token) => {
    expect(await send(bench.lane, [track('Pricing Viewed', withToken(token))])).toEqual(SUCCESS)
    expect(await trusts()).toEqual(['browser'])
  })
})

onEveryDatabase('unverified requests for sales', (bench) => {
  const raise = (n: number, more = {}) =>
    send(
      bench.lane,
      [track('Sales Contact Requested', { userId: `u${n}`, properties: { email: `u${n}@acme.example` } })],
      more,
    )
  const leads = async () => (await bench.lane.leads({ status: 'all', historic: true }, NOW)).length

  test('an address may open five an hour; further ones wait for review', async () => {
    for (let n = 0; n < 8; n++) expect(await raise(n)).toEqual(SUCCESS)
    expect(await leads()).toBe(5)
    expect(await journal(bench)).toHaveLength(5)
    expect(await bench.lane.heldRaises()).toHaveLength(3)
    await raise(8, { address: '192.0.2.2' })
    await raise(9, { receivedAt: NOW + HOUR + MINUTE })
    expect(await leads()).toBe(7)
  })

  test('thirty an hour lead to sales, whatever their addresses; further ones are kept and shown for review', async () => {
    const from = (n: number) => raise(n, { address: `192.0.2.${n}` })
    for (let n = 0; n < 33; n++) await from(n)
    expect(await leads()).toBe(30)
    expect((await bench.lane.heldRaises()).map(({ reason }) => reason)).toEqual(
      Array.from({ length: 3 }, () => 'more than 30 unverified requests for sales an hour'),
    )
  })

  test('one address pushes out nobody who waits: twenty of its requests an hour are held, the others are rejected', async () => {
    for (let n = 0; n < 31; n++) await raise(n, { address: `192.0.2.${n}` })
    expect(await bench.lane.heldRaises()).toMatchObject([{ userId: 'u30', replyTo: 'u30@acme.example' }])
    const spam = Array.from({ length: 1100 }, (_, n) =>
      track('Sales Contact Requested', { userId: `spam${n}` }),
    )
    await send(bench.lane, spam.slice(0, 550), { address: '2001:db8:1:2::1', receivedAt: NOW + 1 })
    await send(bench.lane, spam.slice(550), { address: '2001:db8:1:2::2', receivedAt: NOW + 1 })
    await bench.lane.advance(NOW + HOUR, 1)
    const waiting = await bench.lane.heldRaises()
    expect(waiting).toHaveLength(21)
    expect(waiting.at(-1)).toMatchObject({ userId: 'u30' })
    expect((await bench.lane.rejected(1))[0]?.reason).toContain('20 from its address were held for review')
  })

  test('when too many wait, what was decided goes first, then what came from one address, the oldest first', async () => {
    const { db } = bench.lane.store
    const row = (id: string, at: number, more = {}) => ({
      id,
      at,
      sender: 'x',
      account: null,
      doc: '{}',
      status: 'waiting' as const,
      reason: 'many',
      ...more,
    })
    const rows = [
      row('honest', 1),
      row('old spam', 2, { reason: 'spam' }),
      row('late', 3),
      row('spam', 4, { reason: 'spam' }),
      row('dismissed', 5, { status: 'dismissed' }),
    ]
    await db.insertInto('held').values(rows).execute()
    const left = async (atMost: number) => {
      await trimHeld(db, { before: 0, atMost, lesser: 'spam' })
      return (await db.selectFrom('held').select('id').orderBy('at').execute()).map(({ id }) => id)
    }
    expect(await left(5)).toHaveLength(5)
    expect(await left(4)).toEqual(['honest', 'old spam', 'late', 'spam'])
    expect(await left(3)).toEqual(['honest', 'late', 'spam'])
    expect(await left(1)).toEqual(['late'])
  })

  test('a clock that was ahead for a while leaves neither its requests counted nor the old ones kept', async () => {
    const ahead = NOW + 60 * DAY
    for (let n = 0; n < 6; n++) await raise(n, { receivedAt: ahead })
    await bench.lane.advance(ahead, 1)
    await raise(6)
    expect(await leads()).toBe(6)
    await bench.lane.store.db
      .updateTable('held')
      .set({ at: NOW - 31 * DAY })
      .execute()
    expect(await bench.lane.heldRaises()).toHaveLength(1)
    await bench.lane.advance(NOW + MINUTE, 1)
    expect(await bench.lane.heldRaises()).toEqual([])
  })

  test('an IPv6 network is one address, a request that is sent again is one, and a proxy on this machine is everybody', async () => {
    const again = track('Sales Contact Requested', { userId: 'again' })
    for (let n = 0; n < 6; n++) await send(bench.lane, [again, again], { address: '2001:db8::1' })
    for (let n = 0; n < 4; n++) await raise(n, { address: `2001:db8::${n}` })
    expect(await leads()).toBe(5)
    expect(await bench.lane.heldRaises()).toEqual([])
    await raise(4, { address: '2001:db8::4' })
    expect(await bench.lane.heldRaises()).toHaveLength(1)
    for (let n = 5; n < 15; n++) await raise(n, { address: '127.0.0.1' })
    expect(await leads()).toBe(15)
  })

  test('of those that were held an accepted one opens its lead, once; a dismissed one may come back', async () => {
    for (let n = 0; n < 5; n++) await raise(n)
    const late = track('Sales Contact Requested', {
      userId: 'late',
      context: { groupId: 'late.example' },
      properties: { name: ' Ida Berg ', message: 'Call me' },
    })
    for (let n = 0; n < 3; n++) await send(bench.lane, [late])
    await send(bench.lane, [track('Sales Contact Requested', { userId: 'spam' })])
    const [first, second] = await bench.lane.heldRaises()
    const mine = first?.userId === 'late' ? first : second
    const spam = first?.userId === 'late' ? second : first
    expect(await bench.lane.heldRaises()).toHaveLength(2)
    expect(mine).toMatchObject({ accountId: 'late.example', name: 'Ida Berg', message: 'Call me' })
    const review = (id = '', action: HeldAction = 'accept') =>
      bench.lane.reviewHeld({ id, action, now: NOW + MINUTE })
    expect(await Promise.all([review(mine?.id), review(mine?.id)])).toContainEqual({
      leadId: expect.stringContaining('late.example'),
    })
    await send(bench.lane, [late])
    expect(await review(mine?.id)).toBe('decided')
    expect(await review(mine?.id, 'dismiss')).toBe('decided')
    expect(await bench.lane.account('late.example', NOW)).toMatchObject({ users: 1 })
    expect(await countOf(bench, 'hand-raise', 'late')).toBe(1)
    expect(await review(spam?.id, 'dismiss')).toEqual({ leadId: null })
    expect(await bench.lane.heldRaises()).toEqual([])
    expect(await review(spam?.id, 'restore')).toEqual({ leadId: null })
    expect(await bench.lane.heldRaises()).toMatchObject([{ userId: 'spam' }])
    const copy = await bench.lane.exportOf({ kind: 'user', id: 'spam' }, NOW)
    expect(copy?.heldRequests).toMatchObject([{ status: 'waiting' }])
    expect(await bench.lane.erase({ kind: 'user', id: 'spam' }, NOW)).toMatchObject({
      removed: { heldRequests: 1 },
    })
    expect(await bench.lane.heldRaises()).toEqual([])
    const actions = ['accept', 'dismiss', 'restore'] as const
    for (const action of actions) expect(await review(spam?.id, action)).toBeNull()
  })

  test('an account that is known by a held one alone is exported and erased', async () => {
    for (let n = 0; n < 5; n++) await raise(n)
    const context = { groupId: 'late.example' }
    await send(bench.lane, [track('Sales Contact Requested', { userId: 'late', context })])
    const whom = { kind: 'account', id: 'late.example' } as const
    expect(await bench.lane.exportOf(whom, NOW)).toMatchObject({ heldRequests: [{ userId: 'late' }] })
    expect(await bench.lane.erase(whom, NOW)).toMatchObject({ removed: { heldRequests: 1 }, left: 0 })
    expect(await bench.lane.heldRaises()).toEqual([])
    expect(await bench.lane.exportOf(whom, NOW)).toBeNull()
  })

  test("an own name for asking is counted like Tidemark's", async () => {
    const { value: model } = await bench.lane.model()
    const signals = { ...model.signals, 'hand-raise': ['Callback Wanted'] }
    await bench.lane.publishModel({ model: { ...model, signals }, by: 'test', now: NOW })
    for (let n = 0; n < 8; n++) await send(bench.lane, [track('Callback Wanted', { userId: `u${n}` })])
    expect(await leads()).toBe(5)
  })

  test('verified ones are not counted', async () => {
    for (let n = 0; n < 8; n++) await raise(n, { key: KEYS.secret })
    expect(await leads()).toBe(8)
  })

  test('ids that differ by half a surrogate pair hold nothing up, and the good event beside them counts', async () => {
    const halves = ['\ud802q', '\ud803q'].map((userId) => track('x', { userId, messageId: `${userId}m` }))
    const groups = ['\udc00', '\udc01'].map((groupId) => track('x', { context: { groupId } }))
    const receipt = await send(bench.lane, [...halves, ...groups, track('x', { userId: 'fine' })])
    expect(receipt.status).toBe(200)
    expect(await bench.lane.user('fine', NOW)).not.toBeNull()
    expect(await bench.lane.user('\ufffdq', NOW)).not.toBeNull()
  })
})
