import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { createMessageFilter, type Message } from '../../../server/work/message-filter.ts'

const SMALL = { smallest: 2, largest: 8 }
const message = (n: number): Message => ({ sender: `s${n % 3}`, message_id: `m${n}` })
const byKey = (a: Message, b: Message): number =>
  a.sender === b.sender ? (a.message_id < b.message_id ? -1 : 1) : a.sender < b.sender ? -1 : 1

/** Shows it a table of these messages, a few rows at a time, until it wants no more. */
const showAll = (
  filter: ReturnType<typeof createMessageFilter>,
  { table, waiting }: { readonly table: readonly Message[]; readonly waiting: readonly Message[] },
): void => {
  const rows = table.toSorted(byKey)
  for (let after = filter.wants(); after; after = filter.wants()) {
    const last = after
    const from = rows.findIndex((row) => byKey(last, row) < 0)
    filter.show(from < 0 ? [] : rows.slice(from, from + 7), () => waiting)
  }
}

test('a message that was accepted is never taken for new, wherever it is and however the filter grows', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(500), { maxLength: 300 }), fc.nat(300), (numbers, split) => {
      const filter = createMessageFilter(SMALL.smallest, SMALL.largest)
      const accepted = [...new Set(numbers)].map(message)
      const [table, rest] = [accepted.slice(0, split), accepted.slice(split)]
      const [waiting, live] = [rest.slice(0, rest.length / 2), rest.slice(rest.length / 2)]
      showAll(filter, { table, waiting })
      for (const one of live) filter.isDoubtful(one.sender, one.message_id)
      showAll(filter, { table, waiting: rest })
      for (const one of accepted) expect(filter.isDoubtful(one.sender, one.message_id)).toBe(true)
    }),
  )
})

test('every message is doubtful until the whole table was shown; then hardly a new one is', () => {
  const filter = createMessageFilter()
  expect(filter.isDoubtful('ann', 'm1')).toBe(true)
  showAll(filter, { table: Array.from({ length: 1000 }, (_, n) => message(n)), waiting: [] })
  const fresh = Array.from({ length: 1000 }, (_, n) => message(n + 5000))
  expect(fresh.filter((one) => filter.isDoubtful(one.sender, one.message_id)).length).toBeLessThan(20)
})
