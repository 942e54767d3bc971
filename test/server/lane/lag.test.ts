import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { newAccount } from '../../../server/core/step.ts'
import { createLag, NO_LAG } from '../../../server/work/lag.ts'
import { createWaitingMessages } from '../../../server/work/lag-messages.ts'
import type { Held } from '../../../server/work/room.ts'

const SMALL = {
  profiles: 4,
  events: 7,
  messages: 5,
  senders: 5,
  waits: 50,
  profilesAtOnce: 3,
  messagesAtOnce: 2,
}

const hold = (key: string): Held => ({
  key,
  account: newAccount(),
  members: new Map(),
  loadedUntil: 0,
  nextDueAt: null,
  seq: 0,
  dueAt: null,
})

/** A transaction: whose profiles it touches in which account, and how much time passes before it. */
const commits = fc.array(
  fc.record({ account: fc.nat(5), subject: fc.nat(3), after: fc.nat(30), isQuiet: fc.boolean() }),
  { minLength: 1, maxLength: 60 },
)

test('everything is written once, in the end, and the journal is kept from the first that is not', () => {
  fc.assert(
    fc.property(commits, (list) => {
      const lag = createLag(SMALL)
      const accounts = Array.from({ length: 6 }, (_, n) => hold(`account-${n}`))
      const unwritten = new Map<string, number>()
      const written: string[] = []
      let now = 1000
      let count = 0
      const commit = (one: (typeof list)[number] | null) => {
        now += one?.after ?? SMALL.waits
        const held = one && !one.isQuiet ? accounts[one.account] : undefined
        const id = `m${count++}`
        const from = held ? now : NO_LAG
        const share = lag.share(now, from)
        const behind = {
          from,
          profiles: new Map(held ? [[held, new Set([`s${one?.subject}`])]] : []),
          messages: held ? [{ sender: 'ann', message_id: id, received_at: now, seq: now }] : [],
        }
        for (const touched of share.profiles.keys()) unwritten.delete(touched.key)
        for (const row of share.messages) {
          unwritten.delete(row.message_id)
          written.push(row.message_id)
        }
        if (held && !unwritten.has(held.key)) unwritten.set(held.key, now)
        if (held) unwritten.set(id, now)
        lag.done(share, behind, now)
        expect(share.lagFrom).toBeLessThanOrEqual(Math.min(NO_LAG, ...unwritten.values()))
      }
      for (const one of list) commit(one)
      for (let n = 0; n < 200 && unwritten.size > 0; n++) commit(null)
      expect([...unwritten.keys()]).toEqual([])
      expect(new Set(written).size).toBe(written.length)
      expect(lag.everything()).toEqual({ profiles: new Map(), messages: [], lagFrom: NO_LAG })
    }),
  )
})

test('what is written of a round waits no longer, and senders come in their order', () => {
  const messages = createWaitingMessages()
  const row = (sender: string, message_id: string) => ({ sender, message_id, received_at: 1, seq: 1 })
  const [a1, a2, a3, b1] = [row('ann', '1'), row('ann', '2'), row('ann', '3'), row('bob', '1')]
  messages.add([b1, a1, a2, a3])
  messages.beginRound()
  messages.add([row('ann', '4')])
  expect(messages.next(2)).toEqual([a1, a2])
  messages.drop(2)
  expect(messages.left()).toBe(2)
  expect(messages.of('ann')).toEqual([a3, row('ann', '4')])
  expect(messages.has('ann', '1')).toBe(false)
  expect(messages.next(5)).toEqual([a3, b1])
  messages.drop(2)
  expect(messages.all()).toEqual([row('ann', '4')])
})

test('many messages of one sender are found until they are written, and come in the order of the index', () => {
  const messages = createWaitingMessages()
  const ids = Array.from({ length: 120 }, (_, n) => `m${(n * 37) % 120}`)
  messages.add(ids.map((message_id, seq) => ({ sender: 'ann', message_id, received_at: 1, seq })))
  expect(ids.every((id) => messages.has('ann', id))).toBe(true)
  messages.add([{ sender: 'ann', message_id: 'later', received_at: 2, seq: 120 }])
  expect(messages.has('ann', 'later')).toBe(true)
  expect(messages.has('ann', 'never')).toBe(false)
  messages.beginRound()
  const first = messages.next(70)
  expect(first.map((row) => row.message_id)).toEqual([...ids, 'later'].sort().slice(0, 70))
  messages.drop(70)
  expect(first.some((row) => messages.has('ann', row.message_id))).toBe(false)
  const rest = messages.next(200)
  expect(rest.every((row) => messages.has('ann', row.message_id))).toBe(true)
  expect([...first, ...rest].map((row) => row.seq).sort((a, b) => a - b)).toEqual(
    Array.from({ length: 121 }, (_, n) => n),
  )
  messages.drop(51)
  expect(messages.all()).toEqual([])
})
