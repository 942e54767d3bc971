import { expect, test } from 'vitest'
import { BALANCED } from '../../../server/core/presets.ts'
import { openLane } from '../../../server/lane.ts'
import { publishModel } from '../../../server/publish-model.ts'
import { MINUTE } from '../../../server/wire/limits.ts'
import type { Model } from '../../../server/wire/model.ts'
import { NOW, openTestLane, optionsFor, rebuild, send, type TestLane, track } from './harness.ts'
import { type Bench, onEveryDatabase } from './suite.ts'

const PEOPLE = 620
const EASY: Model = {
  ...BALANCED,
  qualify: { score: 10, families: 1, activated: false, activeWithin: '14d' },
}
/** Remembers for longer than the preset does. */
const WIDER: Model = {
  ...BALANCED,
  rules: BALANCED.rules.map((rule) =>
    rule.id === 'core-workflow' ? { ...rule, when: { count: 'core', atLeast: 1, within: '60d' } } : rule,
  ),
}
const at = (minutes: number) => ({ receivedAt: NOW + minutes * MINUTE })
const deed = (n: number) => track('Core Action Completed', { userId: `u${n}`, context: { groupId: 'large' } })
/** More than twice as many people as are kept at hand: whoever was used before is passed over once. */
const OTHERS = 60_000
const othersOf = (batch: number) =>
  Array.from({ length: 1000 }, (_, n) =>
    track('Session Started', {
      userId: `other${batch * 1000 + n}`,
      context: { groupId: `others${batch * 100 + Math.floor(n / 10)}` },
    }),
  )

/** An account of many of whom a lane that was just opened has met but one. */
const large = async (bench: Bench): Promise<TestLane> => {
  await send(
    bench.lane,
    Array.from({ length: PEOPLE }, (_, n) => deed(n)),
  )
  await bench.restart()
  await send(bench.lane, [deed(1)], at(1))
  return bench.lane
}
const publish = (lane: Parameters<typeof publishModel>[0], model: Model, minutes: number) =>
  publishModel(lane, { model, by: 'ops@example.com', now: () => NOW + minutes * MINUTE })
const qualified = async ({ store }: TestLane): Promise<number> => {
  const rows = await store.db
    .selectFrom('decision')
    .select('subject')
    .where('kind', '=', 'user.qualified')
    .where('account', '=', 'large')
    .execute()
  return new Set(rows.map(({ subject }) => subject)).size
}

onEveryDatabase('a large account', (bench, kind) => {
  test('is counted anew by a model that looks further back, also while events come in', async () => {
    const lane = await large(bench)
    const sending = Array.from({ length: 60 }, (_, n) => send(lane, [deed(10 * n)], at(2)))
    await Promise.all([publish(lane, WIDER, 2), ...sending])
    await send(lane, [deed(2)], at(3))
    for (const [userId, count] of [
      ['u1', 2],
      ['u2', 2],
      ['u3', 1],
      ['u20', 2],
    ] as const) {
      const user = await lane.user(userId, NOW + 3 * MINUTE)
      expect(user?.signals).toContainEqual(expect.objectContaining({ signal: 'core', count }))
      expect(user?.ledger[0]).toMatchObject({ rule: 'core-workflow', count })
    }
    expect(await rebuild(lane, NOW + 4 * MINUTE)).toMatchObject({ changed: 0 })
  })

  test.runIf(kind === 'sqlite')('has been counted anew when such a model comes into force', async () => {
    const lane = await large(bench)
    await publish(lane, WIDER, 2)
    await lane.store.db.deleteFrom('journal').where('kind', '=', 'track').execute()
    await send(lane, [deed(2)], at(3))
    expect((await lane.user('u7', NOW + 3 * MINUTE))?.ledger[0]).toMatchObject({
      rule: 'core-workflow',
      count: 1,
    })
  })

  test.runIf(kind === 'sqlite')('keeps no event waiting while a model is being published', async () => {
    await large(bench)
    await bench.lane.close()
    const lane = await openLane(optionsFor(bench.database.url))
    await send(lane, [deed(1)], at(2))
    const order: string[] = []
    const told =
      <Asked extends unknown[], Answer>(what: string, ask: (...asked: Asked) => Promise<Answer>) =>
      (...asked: Asked) =>
        ask(...asked).finally(() => order.push(what))
    const noting = {
      ...lane,
      readAhead: told('read', (coming: Parameters<TestLane['readAhead']>[0]) => lane.readAhead(coming)),
    }
    await Promise.all([publish(noting, WIDER, 3), told('taken in', send)(lane, [deed(2)], at(3))])
    // One thing after another, none of them long.
    expect(order.slice(0, 2)).toEqual(['read', 'taken in'])
    expect(order.length).toBeGreaterThan(PEOPLE / 20)
    await lane.close()
    bench.lane = await openTestLane(bench.database.url)
  })

  test('is judged by a new model with everybody in it, also while events come in', async () => {
    const lane = await large(bench)
    const sending = Array.from({ length: 20 }, (_, n) => send(lane, [deed(PEOPLE - n)], at(2)))
    await Promise.all([publish(lane, EASY, 2), ...sending])
    await send(lane, [deed(2)], at(3))
    expect(await qualified(lane)).toBe(PEOPLE + 1)
    expect(await lane.account('large', NOW + 3 * MINUTE)).toMatchObject({
      users: PEOPLE + 1,
      qualifiedUsers: PEOPLE + 1,
    })
    expect(await rebuild(lane, NOW + 4 * MINUTE)).toMatchObject({ changed: 0 })
  })

  test.runIf(kind === 'sqlite')('has been read when a model comes into force', async () => {
    const lane = await large(bench)
    await publish(lane, EASY, 2)
    await lane.store.db.deleteFrom('member').execute()
    await send(lane, [deed(2)], at(3))
    expect(await qualified(lane)).toBe(PEOPLE)
  })

  test.runIf(kind === 'sqlite')(
    'stays at hand until the model judged it, whoever else is at work',
    async () => {
      const lane = await large(bench)
      await publish(lane, EASY, 2)
      for (let batch = 0; batch < OTHERS / 1000; batch++) await send(lane, othersOf(batch), at(2))
      await lane.flush()
      await lane.store.db.deleteFrom('member').where('account', '=', 'large').execute()
      await send(lane, [deed(2)], at(3))
      expect(await qualified(lane)).toBe(PEOPLE)
    },
  )
})
