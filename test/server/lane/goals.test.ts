import { expect, test } from 'vitest'
import { DEFAULT_PROMPTS } from '../../../server/default-prompts.ts'
import { openStore } from '../../../server/store/store.ts'
import { KEYS, NOW, rebuild, send, tokenFor, track, type WireFields, withToken } from './harness.ts'
import { picture, replay } from './replay.ts'
import { type Bench, onEveryDatabase } from './suite.ts'

const HOUR = 60 * 60 * 1000
const DAY = 24 * HOUR
const GOAL = 'Subscription Started'

/** Ann at Acme, in a browser, with nobody to vouch for her. */
const shown = (promptId: string, at: number, fields: WireFields = {}) =>
  track('Prompt Shown', {
    properties: { promptId, variant: 'b', experiment: 'words', unit: 'user' },
    context: { groupId: 'acme' },
    timestamp: at,
    ...fields,
  })
/** Ann again, whom a token vouches for. */
const seen = (promptId: string, at: number) =>
  shown(promptId, at, {
    context: { groupId: 'acme', ...withToken(tokenFor({ sub: 'ann', account: 'acme' })).context },
  })
/** What Stripe's webhook becomes: a purchase of the account, by nobody in particular. */
const bought = (messageId: string, at = NOW, event = GOAL): WireFields => ({
  type: 'track',
  event,
  messageId,
  anonymousId: 'stripe:cus_1',
  context: { groupId: 'acme' },
  timestamp: at,
})
const report = ({ lane }: Bench, events: readonly WireFields[], receivedAt = NOW) =>
  send(lane, events, { key: KEYS.secret, receivedAt })

const conversions = async ({ lane }: Bench) =>
  (await lane.store.db.selectFrom('journal').selectAll().orderBy('seq').execute())
    .map((row) => ({ ...row, ...JSON.parse(row.body) }))
    .filter(({ name }) => name === 'Prompt Converted')
const counted = async ({ lane }: Bench) =>
  (await lane.promptCounts())
    .filter(({ what }) => what === 'Converted')
    .map(({ promptId, count }) => [promptId, count])

onEveryDatabase('a goal that a backend reports', (bench) => {
  test('is a conversion of the prompt that was seen last in the account, with its arm, once', async () => {
    await send(bench.lane, [shown('gate', NOW - 3 * HOUR), shown('limit-reached', NOW - HOUR)])
    await report(bench, [bought('one')])
    await report(bench, [bought('one')])
    await report(bench, [bought('two', NOW + 5)], NOW + 5)
    expect(await conversions(bench)).toMatchObject([
      {
        account: 'acme',
        trust: 'browser',
        time: NOW,
        message_id: 'converted:one',
        properties: {
          promptId: 'limit-reached',
          variant: 'b',
          experiment: 'words',
          unit: 'user',
          reason: GOAL,
        },
      },
    ])
    expect(await counted(bench)).toEqual([['limit-reached', 1]])
  })

  test('is none without a showing in its window, of another account, or told by a browser', async () => {
    await send(bench.lane, [shown('gate', NOW - 15 * DAY)])
    await send(bench.lane, [shown('gate', NOW - HOUR, { userId: 'eve', context: { groupId: 'other' } })])
    await report(bench, [bought('one')])
    await send(bench.lane, [shown('gate', NOW - HOUR)])
    await send(bench.lane, [bought('two')])
    await report(bench, [bought('three', NOW, 'Subscription Changed')])
    expect(await conversions(bench)).toEqual([])
  })

  test('counts once, when the browser has told of it already', async () => {
    await send(bench.lane, [
      shown('gate', NOW - HOUR),
      track('Prompt Converted', {
        properties: { promptId: 'gate' },
        context: { groupId: 'acme' },
        timestamp: NOW - 10,
      }),
    ])
    await report(bench, [bought('one')])
    expect(await conversions(bench)).toHaveLength(1)
    expect(await counted(bench)).toEqual([['gate', 1]])
  })

  test('counts once, when the browser tells of it later, and again after another showing', async () => {
    const told = (at: number) =>
      track('Prompt Converted', {
        properties: { promptId: 'gate' },
        context: { groupId: 'acme' },
        timestamp: at,
      })
    await send(bench.lane, [shown('gate', NOW - HOUR)])
    await report(bench, [bought('one')])
    await send(bench.lane, [told(NOW)], { receivedAt: NOW + 10 })
    await send(bench.lane, [told(NOW + 20)], { receivedAt: NOW + 20 })
    expect(await counted(bench)).toEqual([['gate', 1]])
    await send(bench.lane, [shown('gate', NOW + 30)], { receivedAt: NOW + 30 })
    await send(bench.lane, [told(NOW + 40)], { receivedAt: NOW + 40 })
    expect((await counted(bench)).map(([, count]) => count).reduce((a, b) => Number(a) + Number(b), 0)).toBe(
      2,
    )
  })

  test('is seen in one request with the showing as in two, and within the person’s own account', async () => {
    await report(bench, [
      shown('gate', NOW - HOUR, { context: {} }),
      track(GOAL, { messageId: 'own', timestamp: NOW }),
    ])
    expect(await conversions(bench)).toMatchObject([{ subject: 'ann', properties: { promptId: 'gate' } }])
  })

  test('is replayed from the journal, not made again; a rebuild changes nothing', async () => {
    await send(bench.lane, [shown('gate', NOW - HOUR)])
    await report(bench, [bought('one')])
    const states = () => bench.lane.store.db.selectFrom('prompt_state').selectAll().orderBy('kind').execute()
    await bench.lane.flush()
    const before = { picture: await picture(bench.lane.store), states: await states() }
    await rebuild(bench.lane, NOW)
    expect({ picture: await picture(bench.lane.store), states: await states() }).toEqual(before)
    const into = await openStore('sqlite::memory:')
    await replay(bench.lane.store, into)
    expect((await picture(into)).journal).toEqual(before.picture.journal)
    await into.close()
  })

  test('counts for a showing that a stranger may have made up, and ends nobody’s campaign by it', async () => {
    await send(bench.lane, [shown('gate', NOW - HOUR, { userId: 'eve' })])
    await report(bench, [{ ...bought('one'), userId: 'bo' }])
    expect(await counted(bench)).toEqual([['gate', 1]])
    const states = await bench.lane.store.db.selectFrom('prompt_state').select('kind').execute()
    expect(states).toEqual([{ kind: 'touched' }])
  })

  test('is credited to a showing that a token vouches for, whatever a stranger says of later ones', async () => {
    await send(bench.lane, [
      seen('gate', NOW - 2 * HOUR),
      shown('limit-reached', NOW - HOUR, { userId: 'eve' }),
      track('Prompt Converted', {
        userId: 'eve',
        properties: { promptId: 'gate' },
        context: { groupId: 'acme' },
        timestamp: NOW - HOUR,
      }),
    ])
    await report(bench, [bought('one')])
    expect((await conversions(bench)).at(-1)).toMatchObject({
      trust: 'server',
      message_id: 'converted:one',
      properties: { promptId: 'gate' },
    })
  })

  test('ends the campaign for everybody in the account, and leaves nothing when it is erased', async () => {
    await send(bench.lane, [seen('gate', NOW - HOUR)])
    await report(bench, [bought('one')])
    const rows = () => bench.lane.store.db.selectFrom('prompt_state').selectAll().execute()
    const common = (await rows()).find(({ kind }) => kind === 'account')
    expect(JSON.parse(common?.doc ?? '')).toMatchObject({ prompts: { gate: { convertedAt: { acme: NOW } } } })
    await bench.lane.erase({ kind: 'account', id: 'acme' }, NOW)
    expect(await rows()).toEqual([])
  })

  test('is no conversion of a draft', async () => {
    const prompts = DEFAULT_PROMPTS.prompts.map((prompt) => ({ ...prompt, draft: true }))
    await bench.lane.publishPrompts({ prompts: { ...DEFAULT_PROMPTS, prompts }, by: 'ops', now: NOW })
    await send(bench.lane, [shown('gate', NOW - HOUR)])
    await report(bench, [bought('one')])
    expect(await conversions(bench)).toEqual([])
  })
})
