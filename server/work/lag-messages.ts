import type { SeenRow } from '../store/tables.ts'

type BySender = Map<string, SeenRow[]>

/** Accepted messages that are to be indexed later. In a round they are written in the order of the index, page by page. */
export const createWaitingMessages = () => {
  let fresh: BySender = new Map()
  let count = 0
  let writing: BySender = new Map()
  /** Those of `writing`, descending: the next one is at the end. */
  let senders: string[] = []
  let left = 0

  return {
    size: () => count,
    /** How many of the round are left. */
    left: () => left,
    add: (messages: readonly SeenRow[]): void => {
      count += messages.length
      for (const row of messages) {
        const known = fresh.get(row.sender)
        if (known) known.push(row)
        else fresh.set(row.sender, [row])
      }
    },
    has: (sender: string, messageId: string): boolean => {
      const isIt = (row: SeenRow): boolean => row.message_id === messageId
      return (fresh.get(sender)?.some(isIt) || writing.get(sender)?.some(isIt)) ?? false
    },
    of: (sender: string): SeenRow[] => [...(writing.get(sender) ?? []), ...(fresh.get(sender) ?? [])],
    beginRound: (): void => {
      writing = fresh
      senders = [...writing.keys()].sort().reverse()
      left = count
      fresh = new Map()
      count = 0
    },
    next: (atMost: number): SeenRow[] => {
      const rows: SeenRow[] = []
      for (let at = senders.length - 1; at >= 0 && rows.length < atMost; at--)
        for (const row of inOrder(writing.get(senders[at] ?? '') ?? [])) rows.push(row)
      return rows.slice(0, atMost)
    },
    all: (): SeenRow[] => [...writing.values(), ...fresh.values()].flat(),
    clear: (): void => {
      fresh = new Map()
      count = 0
      writing = new Map()
      senders = []
      left = 0
    },
    /** The first ones, as given by `next`, are written. */
    drop: (written: number): void => {
      left -= written
      for (let more = written; more > 0; ) {
        const sender = senders.at(-1) ?? ''
        const rows = writing.get(sender) ?? []
        const some = rows.splice(0, more).length
        more -= some
        if (rows.length > 0 || some === 0) return
        writing.delete(sender)
        senders.pop()
      }
    },
  }
}

/** So many rows lie on about one page of the index, where their order is no matter. */
const OF_A_PAGE = 50

const inOrder = (rows: SeenRow[]): SeenRow[] => (rows.length > OF_A_PAGE ? rows.sort(ascending) : rows)

const ascending = (a: SeenRow, b: SeenRow): number => (a.message_id < b.message_id ? -1 : 1)
