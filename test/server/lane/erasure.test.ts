import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { alias, group, identify, NOW, readyToBuy, rebuild, send, type TestLane, track } from './harness.ts'
import { onEveryDatabase } from './suite.ts'

const MARA = { userId: 'mara', context: { groupId: 'acme' } }
const BEN = { userId: 'ben', context: { groupId: 'acme' } }
const USER = { kind: 'user', id: 'mara' } as const
const ACCOUNT = { kind: 'account', id: 'acme' } as const
const MAIL = 'mara.silva@acme.example'
const WORDS = ['mara', MAIL, 'Silva', 'please call me']

/** Mara came as a visitor, was known as old-mara, invited Ben, asked for sales; Ben wrote down her address. */
const live = async (lane: Parameters<typeof send>[0]) => {
  const secret = { key: 'sk_secret' }
  await send(lane, [track('Pricing Viewed', { userId: undefined, anonymousId: 'visitor-of-mara' })])
  await send(lane, [
    identify({ ...MARA, anonymousId: 'visitor-of-mara', traits: { email: MAIL, lastName: 'Silva' } }),
  ])
  await send(
    lane,
    [track('Core Action Completed', { userId: 'old-mara' }), alias('mara', 'old-mara')],
    secret,
  )
  await send(lane, [group('acme', { userId: 'mara', traits: { name: 'Acme', plan: 'silver' } })], secret)
  await send(lane, readyToBuy(MARA))
  await send(lane, [track('Prompt Dismissed', { ...MARA, properties: { promptId: 'upgrade' } })], secret)
  await send(lane, [track('Invite Sent', { ...MARA, properties: { email: 'ben@acme.example' } })])
  await send(lane, [
    track('Sales Contact Requested', { ...MARA, properties: { message: 'please call me' } }),
    identify({ ...BEN, traits: { email: 'ben@acme.example' } }),
    track('Invite Accepted', { ...BEN, properties: { invitedBy: 'mara' } }),
    track('Shared', { ...BEN, properties: { with: `to ${MAIL.toUpperCase()}, today` } }),
    ...readyToBuy(BEN),
  ])
}

const everything = async (lane: TestLane): Promise<string> => {
  await lane.flush()
  const tables = [
    'journal',
    'seen',
    'subject',
    'member',
    'account',
    'lead',
    'decision',
    'outbox',
    'prompt_state',
    'rejected',
    'stripe_customer',
  ] as const
  const rows = await Promise.all(tables.map((table) => lane.store.db.selectFrom(table).selectAll().execute()))
  return JSON.stringify(rows).toLowerCase()
}

onEveryDatabase('erasing and exporting', (bench, kind) => {
  test('a person is erased everywhere, under every name, and the proof says how much that was', async () => {
    const { lane } = bench
    await live(lane)
    await lane.noteStripe({ customer: 'cus_1', target: USER, message: null, now: NOW })
    const proof = await lane.erase(USER, NOW + 1)
    expect(proof).toMatchObject({
      removed: { events: 18, promptStates: 1, actions: 0, ids: 4, profiles: 1, stripeCustomers: 1 },
      refolded: 1,
      left: 0,
    })
    expect(proof?.removed.leads).toBeGreaterThan(0)
    expect(proof?.removed.decisions).toBeGreaterThan(0)
    expect(proof?.removed.deliveries).toBeGreaterThan(0)
    const rest = await everything(lane)
    for (const word of WORDS) expect(rest).not.toContain(word.toLowerCase())
    expect(await lane.user('mara', NOW + 1)).toBeNull()
    expect(await lane.erase(USER, NOW + 2)).toBeNull()
  })

  test('the others stay, as a fold of what is left, and what she had said of the account is gone', async () => {
    const { lane } = bench
    await live(lane)
    await lane.erase(USER, NOW + 1)
    expect(await lane.user('ben', NOW + 1)).toMatchObject({ accountId: 'acme', qualified: true })
    expect((await lane.account('acme', NOW + 1))?.traits).not.toHaveProperty('plan')
    expect(await rebuild(lane, NOW + 1)).toMatchObject({ changed: 0 })
    await send(lane, readyToBuy(BEN), { receivedAt: NOW + 2 })
    expect(await lane.leads({ status: 'open', historic: false }, NOW + 2)).toMatchObject([
      { accountId: 'acme' },
    ])
  })

  test('what colleagues in several accounts say of the erased is taken out of all of them', async () => {
    const { lane } = bench
    const accounts = ['acme', 'other']
    await send(
      lane,
      accounts.flatMap((groupId) => [
        track('Core Action Completed', { userId: 'mara', context: { groupId } }),
        track('Invite Accepted', {
          userId: `of-${groupId}`,
          context: { groupId },
          properties: { invitedBy: 'mara' },
        }),
      ]),
    )
    expect(await lane.erase(USER, NOW + 1)).toMatchObject({ refolded: 2, left: 0 })
    expect(await everything(lane)).not.toContain('mara')
    for (const account of accounts)
      expect(await lane.user(`of-${account}`, NOW + 1)).toMatchObject({ accountId: account })
    expect(await rebuild(lane, NOW + 1)).toMatchObject({ changed: 0 })
  })

  test('what somebody said of the erased and took along to another account is taken out there', async () => {
    const { lane } = bench
    await send(lane, [track('Core Action Completed', MARA), group('acme', { userId: 'ben' })])
    await send(lane, [track('Invite Accepted', { userId: 'ben', properties: { invitedBy: 'mara' } })])
    await send(lane, [group('other', { userId: 'ben' })], { receivedAt: NOW + 1 })
    expect(await lane.erase(USER, NOW + 1)).toMatchObject({ refolded: 2, left: 0 })
    expect(await everything(lane)).not.toContain('mara')
    expect(await lane.user('ben', NOW + 1)).toMatchObject({ accountId: 'other' })
    expect(await rebuild(lane, NOW + 1)).toMatchObject({ changed: 0 })
  })

  test('an account is erased with its people; one who belongs elsewhere too keeps that', async () => {
    const { lane } = bench
    await live(lane)
    await send(lane, [
      group('other', { userId: 'ann' }),
      track('Core Action Completed', { userId: 'ann' }),
      track('Core Action Completed', { userId: 'ann', context: { groupId: 'acme' } }),
      group('acme', { userId: 'carl' }),
      track('Core Action Completed', { userId: 'carl', context: { groupId: 'other' } }),
    ])
    const proof = await lane.erase(ACCOUNT, NOW + 1)
    expect(proof).toMatchObject({ left: 0 })
    const rest = await everything(lane)
    for (const word of [...WORDS, 'ben', 'acme']) expect(rest).not.toContain(word.toLowerCase())
    expect(await lane.account('acme', NOW + 1)).toBeNull()
    expect(await lane.user('ann', NOW + 1)).toMatchObject({ accountId: 'other' })
    expect(await lane.user('carl', NOW + 1)).toMatchObject({ accountId: 'other' })
    expect(await rebuild(lane, NOW + 1)).toMatchObject({ changed: 0 })
  })

  test('an export holds everything that erasing would remove', async () => {
    const { lane } = bench
    await live(lane)
    const copy = await lane.exportOf(USER, NOW + 1)
    expect(copy).toMatchObject({ kind: 'user', id: 'mara', accounts: expect.arrayContaining(['acme']) })
    expect(copy?.ids.toSorted()).toEqual(['mara', 'old-mara', '~old-mara', '~visitor-of-mara'])
    const text = JSON.stringify(copy)
    for (const word of WORDS) expect(text).toContain(word)
    const { removed } = (await lane.erase(USER, NOW + 1)) ?? {}
    expect(removed).toMatchObject({
      events: copy?.events.length,
      leads: copy?.leads.length,
      decisions: copy?.decisions.length,
      deliveries: copy?.deliveries.length,
      promptStates: copy?.promptStates.length,
    })
    expect(await lane.exportOf({ kind: 'account', id: 'nobody' }, NOW)).toBeNull()
  })

  test('what sales did with the lead goes along, and the tombstone stays', async () => {
    const { lane } = bench
    await live(lane)
    const [lead] = await lane.leads({ status: 'open', historic: false }, NOW)
    await lane.act({
      id: lead?.id ?? '',
      action: 'claim',
      body: { note: 'Mara sounds keen' },
      by: 'rep@own.example',
      now: NOW,
    })
    expect(await lane.erase(USER, NOW + 1)).toMatchObject({ removed: { actions: 1 } })
    expect(await everything(lane)).not.toContain('keen')
    const stones = await lane.store.db
      .selectFrom('journal')
      .selectAll()
      .where('kind', '=', 'erasure')
      .execute()
    expect(stones).toMatchObject([{ account: '', subject: '', received_at: NOW + 1 }])
  })

  if (kind === 'sqlite')
    test('on SQLite not even the bytes stay in the file or its WAL', async () => {
      await live(bench.lane)
      await bench.lane.erase(USER, NOW + 1)
      const file = bench.database.url.slice('sqlite:'.length)
      const bytes = readFileSync(file, 'latin1') + readFileSync(`${file}-wal`, 'latin1')
      for (const word of [MAIL, 'Silva', 'please call me']) expect(bytes).not.toContain(word)
    })
})
