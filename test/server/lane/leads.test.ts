import { expect, test } from 'vitest'
import { BALANCED } from '../../../server/core/presets.ts'
import { DAY, HOUR } from '../../../server/wire/limits.ts'
import { group, identify, KEYS, NOW, readyToBuy, send, track } from './harness.ts'
import { type Bench, onEveryDatabase } from './suite.ts'

const ACME = { context: { groupId: 'acme' } }
const leads = ({ lane }: Bench, now = NOW) => lane.leads({ status: 'all', historic: true }, now)
const claimAll = ({ lane }: Bench, now = NOW) =>
  lane.claimOutbox({ channel: 'webhook', now, atMost: 50, leaseAfter: 100 * DAY })
const open = async (bench: Bench) => {
  const deeds = readyToBuy(ACME).map((event, n) => ({ ...event, timestamp: NOW - 60_000 + n }))
  await send(bench.lane, [group('acme', { traits: { name: 'Acme Inc' } }), ...deeds])
  const [lead] = await leads(bench)
  if (!lead) throw new Error('No lead was opened.')
  return lead
}

onEveryDatabase('leads', (bench) => {
  test('crossing into the sales tier opens one lead, with its reasons and one message a channel', async () => {
    const lead = await open(bench)
    expect(lead).toMatchObject({ id: '1~acme', company: 'Acme Inc', type: 'pql', score: 80, verified: false })
    expect(lead?.heat).toEqual({ word: 'hot', because: 'Qualified: Sales-ready' })
    expect(await bench.lane.user('ann', NOW)).toMatchObject({ heat: { word: 'hot' }, inApp: null })
    const rows = await claimAll(bench)
    expect(rows).toHaveLength(1)
    const message = JSON.parse(rows[0]?.body ?? '')
    expect(message).toMatchObject({
      type: 'lead.qualified',
      timestamp: new Date(NOW).toISOString(),
      data: {
        leadId: lead.id,
        accountId: 'acme',
        userId: 'ann',
        tier: 'sales-ready',
        url: 'https://tidemark.example/inbox#/lead/1~acme',
      },
    })
    const sum = message.data.reasons.reduce(
      (total: number, line: { points: number }) => total + line.points,
      0,
    )
    expect(sum).toBe(message.data.score)
  })

  test('the due worker does not overtake an import that is still arriving', async () => {
    const past = (days: number) => ({ ...ACME, timestamp: NOW - days * DAY })
    const sent = { endpoint: 'import', key: KEYS.secret } as const
    const deeds = Array.from({ length: 6 }, () => track('Core Action Completed', past(30)))
    await send(bench.lane, deeds, sent)
    await bench.lane.advance(NOW, 100)
    await send(bench.lane, [track('Sales Contact Requested', past(20))], sent)
    const [lead] = await leads(bench)
    expect(lead).toMatchObject({ historic: true, openedAt: new Date(NOW - 20 * DAY).toISOString() })
  })

  test('the lead tells what happened, to whom, in words and newest first', async () => {
    const { id } = await open(bench)
    await send(bench.lane, [
      identify({ traits: { name: 'Ann Lee', email: 'ann@acme.example', role: 'CTO' } }),
      track('Prompt Dismissed', { properties: { promptId: 'limit-near' }, ...ACME }),
    ])
    const view = await bench.lane.lead(id, NOW)
    expect(view).toMatchObject({
      people: [{ userId: 'ann', name: 'Ann Lee', role: 'CTO', score: 80, qualified: true }],
      limits: [{ limit: 'records', used: 100, max: 100 }],
      prompts: [{ promptId: 'limit-near', title: 'Prompt: at 80 % of any limit', what: 'closed it' }],
      summary: expect.stringContaining('Acme Inc'),
      traits: { role: 'CTO' },
    })
    expect(view?.timeline.map((line) => line.what)).toContain('Completed a core action, 6 times')
    expect(view?.ledger.reduce((total, line) => total + line.points, 0)).toBe(view?.score)
  })

  test('one crossing that page and backend both tell of is one line, with the backend’s word', async () => {
    const { id } = await open(bench)
    const crossing = {
      ...ACME,
      properties: { limit: 'seats', used: 80, max: 100 },
      timestamp: NOW - HOUR,
    }
    await send(bench.lane, [track('Limit Approached', crossing)])
    await send(bench.lane, [track('Limit Approached', { ...crossing, timestamp: NOW - HOUR + 900 })], {
      key: KEYS.secret,
    })
    const view = await bench.lane.lead(id, NOW)
    const told = view?.timeline.filter(({ what }) => what.includes('seats'))
    expect(told).toMatchObject([{ what: 'Reached 80 of 100 seats', trust: 'server' }])
  })

  test('whoever signs the contact form is called so until a name is known, and stays unverified', async () => {
    const ask = track('Sales Contact Requested', {
      userId: null,
      anonymousId: 'v1',
      properties: { name: ' Mara Quist ', email: 'mara@quist.example', message: 'Do you have SSO?' },
    })
    await send(bench.lane, [ask])
    const [lead] = await leads(bench)
    expect(lead).toMatchObject({
      company: 'Mara Quist',
      reason: 'Mara Quist asked to talk to sales',
      verified: false,
    })
    expect(await bench.lane.lead(lead?.id ?? '', NOW)).toMatchObject({
      userId: null,
      replyTo: 'mara@quist.example',
      people: [{ name: 'Mara Quist', email: 'mara@quist.example' }],
    })
    const [row] = await claimAll(bench)
    expect(JSON.parse(row?.body ?? '').data).toMatchObject({ company: 'Mara Quist', verified: false })
  })

  test.each([
    ['browser', 'ann@acme.example'],
    ['server', 'ann+sales@acme.example'],
  ] as const)('the answer to a %s request for a known person goes to %s', async (trust, replyTo) => {
    await send(bench.lane, [identify({ ...ACME, traits: { email: 'ann@acme.example' } })])
    const properties = { email: 'ann+sales@acme.example', message: 'Call me' }
    await send(bench.lane, [track('Sales Contact Requested', { ...ACME, properties })], {
      key: trust === 'server' ? KEYS.secret : KEYS.write,
    })
    const [lead] = await leads(bench)
    expect(await bench.lane.lead(lead?.id ?? '', NOW)).toMatchObject({
      verified: trust === 'server',
      replyTo,
    })
    const [row] = await claimAll(bench)
    expect(JSON.parse(row?.body ?? '').data).toMatchObject({ replyTo })
  })

  test('the handling names the person who asked, not Tidemark', async () => {
    const { id } = await open(bench)
    await send(bench.lane, [
      identify({ traits: { name: 'Ann Lee' } }),
      track('Sales Contact Requested', { ...ACME, properties: { name: 'Annie', message: 'Call me' } }),
    ])
    const view = await bench.lane.lead(id, NOW)
    expect(view?.history.at(-1)).toMatchObject({ by: 'Ann Lee', action: 'asked for sales', note: '' })
    expect(view?.reason).toBe('Ann Lee asked to talk to sales')
  })

  test('an action is an entry of the journal, and is refused when it does not fit', async () => {
    const { id } = await open(bench)
    const act = (action: 'claim' | 'undo' | 'disqualify', body = {}) =>
      bench.lane.act({ id, action, body, by: 'rep@example.com', now: NOW + HOUR })
    expect(await act('claim')).toMatchObject({ status: 'claimed', owner: 'rep@example.com', undoable: true })
    expect(await act('undo')).toMatchObject({ status: 'open', owner: null })
    expect(await act('disqualify')).toEqual(expect.any(String))
    expect(await act('disqualify', { reason: 'student' })).toMatchObject({
      status: 'disqualified',
      closedAt: new Date(NOW + HOUR).toISOString(),
    })
    const kinds = await bench.lane.store.db
      .selectFrom('journal')
      .select('kind')
      .where('kind', '=', 'action')
      .execute()
    expect(kinds).toHaveLength(3)
    expect(await bench.lane.act({ id: '9~acme', action: 'claim', body: {}, by: 'x', now: NOW })).toBeNull()
    expect(await bench.lane.act({ id: 'nonsense', action: 'claim', body: {}, by: 'x', now: NOW })).toBeNull()
  })

  test('an import opens historic leads that never leave the house', async () => {
    const old = readyToBuy({ ...ACME, timestamp: new Date(NOW - DAY).toISOString() })
    await send(bench.lane, old, { endpoint: 'import', key: KEYS.secret })
    expect(await leads(bench)).toMatchObject([{ historic: true, dueAt: null }])
    expect(await bench.lane.leads({ status: 'open', historic: false }, NOW)).toEqual([])
    expect(await claimAll(bench)).toEqual([])
    await bench.lane.advance(NOW + 100 * DAY, 100)
    expect(await claimAll(bench, NOW + 101 * DAY)).toEqual([])
  })

  test('an import is lived through in the order in which it happened', async () => {
    const events = readyToBuy(ACME).map((event, n) => ({
      ...event,
      timestamp: new Date(NOW - (n + 1) * HOUR).toISOString(),
    }))
    await send(bench.lane, events, { endpoint: 'import', key: KEYS.secret })
    const [lead] = await leads(bench)
    expect(lead?.openedAt).toBe(new Date(NOW - 2 * HOUR).toISOString())
  })

  test('time alone breaches a promise and lets a lead lapse, at the right instants', async () => {
    const { id, dueAt } = await open(bench)
    await claimAll(bench)
    const breachAt = Date.parse(dueAt ?? '')
    const { nextDueAt } = await bench.lane.advance(breachAt - 1, 100)
    expect(nextDueAt).toBeLessThanOrEqual(breachAt)
    expect(await claimAll(bench, breachAt)).toEqual([])
    await bench.lane.advance(breachAt + HOUR, 100)
    const [breach] = await claimAll(bench, breachAt + HOUR)
    expect(JSON.parse(breach?.body ?? '')).toMatchObject({
      type: 'lead.breached',
      timestamp: new Date(breachAt).toISOString(),
    })
    for (let more = true; more; ) ({ more } = await bench.lane.advance(NOW + 30 * DAY, 100))
    expect(await bench.lane.lead(id, NOW + 30 * DAY)).toMatchObject({ status: 'lapsed' })
    expect(await bench.lane.user('ann', NOW + 30 * DAY)).toMatchObject({ qualified: false })
  })

  test('publishing a model judges everybody anew and changes nobody’s profile', async () => {
    await send(bench.lane, readyToBuy(ACME).slice(0, 7))
    expect(await leads(bench)).toEqual([])
    const rules = BALANCED.rules.map((rule) => ({ ...rule, points: rule.points * 3 }))
    const families = Object.fromEntries(Object.keys(BALANCED.families).map((name) => [name, {}]))
    const model = { ...BALANCED, name: 'keener', rules, families }
    const published = await bench.lane.publishModel({ model, by: 'ops@example.com', now: NOW + HOUR })
    expect(published).toMatchObject({ version: 2, by: 'ops@example.com' })
    await bench.lane.advance(NOW + 2 * HOUR, 100)
    expect(await leads(bench, NOW + 2 * HOUR)).toMatchObject([{ accountId: 'acme', status: 'open' }])
    expect(await bench.lane.model()).toMatchObject({ version: 2, value: { name: 'keener' } })
  })

  test('a model that counts what nobody counted before is answered from the journal', async () => {
    await send(bench.lane, [track('Report Exported', ACME), track('Report Exported', ACME)])
    const signals = { ...BALANCED.signals, export: ['Report Exported'] }
    const when = { count: 'export', atLeast: 2 }
    const rules = [...BALANCED.rules, { id: 'exports', family: 'intent', label: 'Exports', points: 7, when }]
    await bench.lane.publishModel({ model: { ...BALANCED, signals, rules }, by: 'ops', now: NOW + HOUR })
    await send(bench.lane, [track('Pricing Viewed', ACME)], { receivedAt: NOW + 2 * HOUR })
    const view = await bench.lane.user('ann', NOW + 2 * HOUR)
    expect(view?.ledger).toMatchObject([{ rule: 'active-lately' }, { rule: 'exports', points: 7, count: 2 }])
  })
})
