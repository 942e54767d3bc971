import type { SeenRow } from '../store/tables.ts'

type BySender = Map<string, SeenRow[]>

/** Accepted messages that are to be indexed later. In a round they are written in the order of the index, page by page. */
export const createWaitingMessages = () => {
  let fresh: BySender = new Map()
  let count = 0
  let writing: BySender = new Map()
  /** Rows of `writing`, descending: the next ones are at the end. */
  let rows: SeenRow[] = []

  return {
    size: () => count,
    /** How many of the round are left. */
    left: () => rows.length,
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
      fresh = new Map()
      count = 0
      const senders = [...writing.keys()].sort().reverse()
      rows = senders.flatMap((sender) => (writing.get(sender) ?? []).sort(descending))
    },
    next: (atMost: number): SeenRow[] => rows.slice(-atMost).reverse(),
    all: (): SeenRow[] => [...rows, ...[...fresh.values()].flat()],
    clear: (): void => {
      fresh = new Map()
      count = 0
      writing = new Map()
      rows = []
    },
    /** The last ones given by `next` are written. The round's senders are kept until it is over: they cost nothing more. */
    drop: (written: number): void => {
      rows.length -= Math.min(written, rows.length)
      if (rows.length === 0) writing = new Map()
    },
  }
}

const descending = (a: SeenRow, b: SeenRow): number => (a.message_id < b.message_id ? 1 : -1)
