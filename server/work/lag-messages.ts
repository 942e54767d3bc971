import type { SeenRow } from '../store/tables.ts'

/** The messages of one sender in a bunch, linked by their places. */
type Chain = {
  first: number
  last: number
  count: number
  isSorted: boolean
  /** Of a sender of many: what is looked for among them is looked for often. */
  ids: Set<string> | null
}

/** So many rows lie on about one page of the index, where their order is no matter. */
const OF_A_PAGE = 50
const NONE = -1

/**
 * Messages by sender, in columns: so many of them wait that an object for each would be most of what the collector of
 * garbage has to copy and to look through.
 */
const createBunch = () => {
  const chains = new Map<string, Chain>()
  const ids: string[] = []
  /** Three a message, side by side: its receipt, its number, and the place of the next one of the same sender. */
  const numbers: number[] = []
  const nextOf = (at: number): number => numbers[at * 3 + 2] ?? NONE
  const link = (at: number, next: number): void => {
    numbers[at * 3 + 2] = next
  }

  const placesOf = ({ first }: Chain, atMost = Number.POSITIVE_INFINITY): number[] => {
    const places: number[] = []
    for (let at = first; at !== NONE && places.length < atMost; at = nextOf(at)) places.push(at)
    return places
  }
  const rowsOf = (sender: string, chain: Chain, atMost?: number): SeenRow[] =>
    placesOf(chain, atMost).map((at) => ({
      sender,
      message_id: ids[at] ?? '',
      received_at: numbers[at * 3] ?? 0,
      seq: numbers[at * 3 + 1] ?? 0,
    }))
  const sort = (chain: Chain): void => {
    chain.isSorted = true
    if (chain.count <= OF_A_PAGE) return
    const places = placesOf(chain).sort((a, b) => ((ids[a] ?? '') < (ids[b] ?? '') ? -1 : 1))
    chain.first = places[0] ?? NONE
    for (const [n, at] of places.entries()) link(at, places[n + 1] ?? NONE)
  }

  return {
    chains,
    count: () => ids.length,
    add: ({ sender, message_id, received_at, seq }: SeenRow): void => {
      const at = ids.push(message_id) - 1
      numbers.push(received_at, seq, NONE)
      const chain = chains.get(sender)
      if (!chain) {
        chains.set(sender, { first: at, last: at, count: 1, isSorted: false, ids: null })
        return
      }
      link(chain.last, at)
      chain.last = at
      chain.count++
      chain.ids?.add(message_id)
    },
    has: (sender: string, messageId: string): boolean => {
      const chain = chains.get(sender)
      if (!chain) return false
      if (chain.count > OF_A_PAGE) chain.ids ??= new Set(placesOf(chain).map((at) => ids[at] ?? ''))
      return chain.ids ? chain.ids.has(messageId) : placesOf(chain).some((at) => ids[at] === messageId)
    },
    of: (sender: string): SeenRow[] => {
      const chain = chains.get(sender)
      return chain ? rowsOf(sender, chain) : []
    },
    /** The first ones of a sender; of many in the order of the index. */
    first: (sender: string, atMost: number): SeenRow[] => {
      const chain = chains.get(sender)
      if (!chain) return []
      if (!chain.isSorted) sort(chain)
      return rowsOf(sender, chain, atMost)
    },
    /** Drops the first ones of a sender; answers how many there were. */
    drop: (sender: string, atMost: number): number => {
      const chain = chains.get(sender)
      if (!chain) return 0
      const places = placesOf(chain, atMost)
      for (const at of chain.ids ? places : []) chain.ids?.delete(ids[at] ?? '')
      chain.count -= places.length
      chain.first = nextOf(places.at(-1) ?? NONE)
      if (chain.count === 0) chains.delete(sender)
      return places.length
    },
    all: (): SeenRow[] => [...chains].flatMap(([sender, chain]) => rowsOf(sender, chain)),
  }
}

/** Accepted messages that are to be indexed later. In a round they are written in the order of the index, page by page. */
export const createWaitingMessages = () => {
  let fresh = createBunch()
  let writing = createBunch()
  /** Those of `writing`, descending: the next one is at the end. */
  let senders: string[] = []
  let left = 0

  return {
    size: () => fresh.count(),
    /** How many senders they are of. */
    senders: () => fresh.chains.size,
    /** How many of the round are left. */
    left: () => left,
    add: (messages: readonly SeenRow[]): void => {
      for (const row of messages) fresh.add(row)
    },
    has: (sender: string, messageId: string): boolean =>
      fresh.has(sender, messageId) || writing.has(sender, messageId),
    of: (sender: string): SeenRow[] => [...writing.of(sender), ...fresh.of(sender)],
    beginRound: (): void => {
      writing = fresh
      senders = [...writing.chains.keys()].sort().reverse()
      left = writing.count()
      fresh = createBunch()
    },
    next: (atMost: number): SeenRow[] => {
      const rows: SeenRow[] = []
      for (let at = senders.length - 1; at >= 0 && rows.length < atMost; at--)
        for (const row of writing.first(senders[at] ?? '', atMost - rows.length)) rows.push(row)
      return rows
    },
    all: (): SeenRow[] => [...writing.all(), ...fresh.all()],
    clear: (): void => {
      fresh = createBunch()
      writing = createBunch()
      senders = []
      left = 0
    },
    /** The first ones, as given by `next`, are written. */
    drop: (written: number): void => {
      left -= written
      for (let more = written; more > 0; ) {
        const sender = senders.at(-1) ?? ''
        const some = writing.drop(sender, more)
        more -= some
        if (some === 0 || writing.chains.has(sender)) return
        senders.pop()
      }
    },
  }
}
