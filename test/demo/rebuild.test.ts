import { expect, test } from 'vitest'
import { generateHistory } from '../../demo/history/generate.ts'
import type { AccountDoc, MemberDoc } from '../../server/core/types.ts'
import { canonicalText } from '../../server/rebuild.ts'
import type { WireEvent } from '../../server/wire/event.ts'
import { openTestLane, rebuild, send, type TestLane } from '../server/lane/harness.ts'
import { picture, replay } from '../server/lane/replay.ts'
import { databases } from '../store/databases.ts'

const NOW = Date.UTC(2026, 10, 22)
/** Accounts of the history; 400 are all of it. */
const ACCOUNTS = Number(process.env['TIDEMARK_TEST_ACCOUNTS']) || 24
const TOGETHER = 500

/** The demo's past, of every kind of account some. */
const past = (): WireEvent[] => {
  const { events, accounts } = generateHistory({ seed: 'regulars', now: NOW })
  const step = accounts.length / ACCOUNTS
  const chosen = new Set(Array.from({ length: ACCOUNTS }, (_, n) => accounts[Math.floor(n * step)]?.id))
  return events.filter(({ context }) => chosen.has(context?.['groupId'] as string))
}

const bytesOf = async (lane: TestLane): Promise<string> => {
  await lane.flush()
  return JSON.stringify(await picture(lane.store))
}

/** What the journal says of everybody, and what was decided: all but scores, which are of when they were last looked at. */
const saidAndDone = (bytes: string): string => {
  const { members, accounts, ...rest }: Awaited<ReturnType<typeof picture>> = JSON.parse(bytes)
  const profiles = members.map(({ account, subject, doc }) => {
    const { known, named, loose, invitees }: MemberDoc = JSON.parse(doc)
    return { account, subject, known, named, loose, invitees }
  })
  const companies = accounts.map(({ key, doc }) => {
    const { own, invites, lead }: AccountDoc = JSON.parse(doc)
    return { key, own, invites, lead }
  })
  return canonicalText({ ...rest, profiles, companies })
}

const sqlite = databases().filter(({ kind }) => kind === 'sqlite')

test.each(sqlite)(
  'the demo’s history, folded or replayed anew from the journal, gives the same bytes',
  async ({ make }) => {
    const database = await make()
    const lane = await openTestLane(database.url)
    const events = past()
    for (let from = 0; from < events.length; from += TOGETHER)
      await send(lane, events.slice(from, from + TOGETHER), {
        endpoint: 'import',
        key: 'sk_secret',
        receivedAt: NOW,
      })
    for (let more = true; more; ) ({ more } = await lane.advance(NOW, 100))
    const before = await bytesOf(lane)
    expect((await lane.installation(NOW)).events).toBe(events.length)
    expect(await lane.leads({ status: 'all', historic: true }, NOW)).not.toEqual([])

    expect(await rebuild(lane, NOW)).toMatchObject({ changed: 0 })
    expect(await bytesOf(lane)).toBe(before)

    const empty = await openTestLane('sqlite::memory:')
    await replay(lane.store, empty.store)
    for (let more = true; more; ) ({ more } = await empty.advance(NOW, 100))
    expect(await bytesOf(empty)).toBe(before)
    await empty.close()

    // Every profile is lost; the journal gives all of them back.
    const members = await lane.store.db.selectFrom('member').selectAll().execute()
    await lane.close()
    const bare = await openTestLane(database.url)
    for (const { account, subject, doc } of members)
      await bare.store.db
        .updateTable('member')
        .set({ doc: JSON.stringify({ ...JSON.parse(doc), named: null, loose: null }) })
        .where('account', '=', account)
        .where('subject', '=', subject)
        .execute()
    expect(await rebuild(bare, NOW)).toMatchObject({ changed: members.length })
    expect(saidAndDone(await bytesOf(bare))).toBe(saidAndDone(before))
    await bare.close()
    await database.drop()
  },
  600_000,
)
