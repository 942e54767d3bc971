import type { SeenRow } from '../store/tables.ts'

/** Ids hold no NUL. */
export const messageKey = (sender: string, messageId: string): string => `${sender}\0${messageId}`

/** Accepted messages that are to be indexed later. In a round they are written in the order of the index, page by page. */
export const createWaitingMessages = () => {
  let fresh = new Map<string, SeenRow>()
  let writing = new Map<string, SeenRow>()
  /** Keys of `writing`, descending: the next ones are at the end. */
  let keys: string[] = []

  return {
    size: () => fresh.size,
    /** How many of the round are left. */
    left: () => keys.length,
    add: (rows: readonly SeenRow[]): void => {
      for (const row of rows) fresh.set(messageKey(row.sender, row.message_id), row)
    },
    has: (key: string): boolean => fresh.has(key) || writing.has(key),
    of: (sender: string): SeenRow[] =>
      [...fresh.values(), ...writing.values()].filter((row) => row.sender === sender),
    beginRound: (): void => {
      writing = fresh
      fresh = new Map()
      keys = [...writing.keys()].sort().reverse()
    },
    next: (atMost: number): SeenRow[] => keys.slice(-atMost).flatMap((key) => writing.get(key) ?? []),
    all: (): SeenRow[] => [...keys.flatMap((key) => writing.get(key) ?? []), ...fresh.values()],
    clear: (): void => {
      fresh = new Map()
      writing = new Map()
      keys = []
    },
    /** The last ones given by `next` are written. The round's keys are kept until it is over: they cost nothing more. */
    drop: (count: number): void => {
      keys.length -= Math.min(count, keys.length)
      if (keys.length === 0) writing = new Map()
    },
  }
}
