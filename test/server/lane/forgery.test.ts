import { expect, test } from 'vitest'
import { BALANCED } from '../../../server/core/presets.ts'
import { DAY } from '../../../server/wire/limits.ts'
import { identify, NOW, readyToBuy, send, tokenFor, track, withToken } from './harness.ts'
import { onEveryDatabase } from './suite.ts'

/* What somebody with nothing but the public key may send, and what comes of it. */

const ACME = { context: { groupId: 'acme' } }

onEveryDatabase('a forger', (bench) => {
  const [lead, user] = [(id: string) => bench.lane.lead(id, NOW), (id: string) => bench.lane.user(id, NOW)]

  test('labels a real account as made up: sales sees a real lead', async () => {
    const made = { context: { groupId: 'acme', generated: true } }
    await send(bench.lane, readyToBuy(made))
    expect(await lead('1~acme')).toMatchObject({ generated: false })
    await send(bench.lane, readyToBuy({ userId: 'bo', context: { groupId: 'demo', generated: true } }), {
      key: 'sk_secret',
    })
    expect(await lead('1~demo')).toMatchObject({ generated: true })
  })

  test('was here in the future: nobody is active for longer than they were', async () => {
    const later = {
      timestamp: new Date(NOW + 300 * DAY).toISOString(),
      sentAt: new Date(NOW + 300 * DAY).toISOString(),
    }
    await send(bench.lane, readyToBuy({ ...ACME, ...later }))
    const { dropsAt, people } = (await lead('1~acme')) ?? {}
    expect(Date.parse(dropsAt ?? '')).toBeLessThanOrEqual(NOW + 14 * DAY)
    expect(Date.parse(people?.[0]?.lastActiveAt ?? '')).toBeLessThanOrEqual(NOW)
  })

  test('gives an address of the company as their own: where proof is asked for, they are nobody there', async () => {
    const model = { ...BALANCED, trust: 'verified' } as const
    await bench.lane.publishModel({ model, by: 'rev@ops.example', now: NOW, reason: '' })
    const ann = withToken(tokenFor({ sub: 'ann' }))
    await send(bench.lane, [
      identify({ ...ann, traits: { email: 'ann@acme.com' } }),
      track('Session Started', ann),
    ])
    await send(bench.lane, [
      identify({ userId: 'eve', traits: { email: 'ceo@acme.com', name: 'The CEO', department: 'Board' } }),
      ...readyToBuy({ userId: 'eve' }),
    ])
    expect(await bench.lane.account('acme.com', NOW)).toMatchObject({
      users: 1,
      qualified: false,
      champions: ['ann'],
      leadId: null,
    })
  })

  test('names Ann, whom a token vouches for and who told no name: sales never sees that as hers', async () => {
    const ann = withToken(tokenFor({ sub: 'ann', account: 'acme' }))
    const context = { groupId: 'acme', ...ann.context }
    const claims = { name: 'Mallory Ward', firstName: 'Mallory', email: 'mallory@evil.example' }
    await send(bench.lane, [identify({ ...ACME, traits: claims })])
    await send(bench.lane, readyToBuy({ context }))
    const [row] = await bench.lane.claimOutbox({ channel: 'webhook', now: NOW, atMost: 1, leaseAfter: DAY })
    const { data } = JSON.parse(row?.body ?? '{}')
    expect(data).toMatchObject({ verified: true, userId: 'ann', replyTo: null })
    expect(data.champions).toMatchObject([{ userId: 'ann', name: 'Mallory Ward (not verified)' }])
    const seen = await lead('1~acme')
    expect(seen).toMatchObject({ verified: true, replyTo: null })
    expect(seen?.people).toMatchObject([
      { name: 'Mallory Ward (not verified)', email: 'mallory@evil.example', emailVerified: false },
    ])
    expect(JSON.stringify([seen?.playbook, seen?.summary, seen?.reason, seen?.company])).not.toMatch(
      /mallory/i,
    )

    await send(bench.lane, [identify({ context, traits: { name: 'Ann Lee', email: 'ann@acme.com' } })])
    const known = await lead('1~acme')
    expect(known).toMatchObject({ replyTo: 'ann@acme.com' })
    expect(known?.people).toMatchObject([{ name: 'Ann Lee', email: 'ann@acme.com', emailVerified: true }])
    expect(known?.playbook.opener).toContain('Ann')
  })

  test('speaks for Ann, whom a token vouches for: her traits and her place stay', async () => {
    const ann = { ...withToken(tokenFor({ sub: 'ann', account: 'acme' })) }
    const context = { groupId: 'acme', ...ann.context }
    await send(bench.lane, [
      identify({ context, traits: { email: 'ann@acme.com', role: 'member' } }),
      { type: 'group', userId: 'ann', groupId: 'acme', messageId: 'g1', context },
    ])
    await send(bench.lane, [
      identify({ traits: { email: 'ann@evil.example', role: 'owner' } }),
      { type: 'group', userId: 'ann', groupId: 'evil', messageId: 'g2' },
      { type: 'alias', userId: 'eve', previousId: 'ann', messageId: 'a1' },
    ])
    expect(await user('ann')).toMatchObject({
      accountId: 'acme',
      traits: { email: 'ann@acme.com', role: 'member' },
    })
    expect(await bench.lane.account('acme', NOW)).toMatchObject({ users: 1, people: [{ userId: 'ann' }] })
  })
})
