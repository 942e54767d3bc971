import type { SeenRow } from '../store/tables.ts'

export type Message = Pick<SeenRow, 'sender' | 'message_id'>
export type MessageFilter = ReturnType<typeof createMessageFilter>

/** A block is one cache line of the processor: a message costs one miss at most. */
const WORDS_OF_BLOCK = 16
const BITS_OF_MESSAGE = 10
/** 2 MB, for 1.6 million messages; at most 16 MB, for 13 million: past that the table is asked ever more often. */
const SMALLEST = 2 ** 15
const LARGEST = 2 ** 18
const START: Message = { sender: '', message_id: '' }

/**
 * Tells nearly every new message from the accepted ones without a look into the table: a Bloom filter in blocks (Putze,
 * Sanders and Singler, 2007). It never takes an accepted message for new; of one in a hundred new ones it cannot tell.
 * After a start, and when it must grow, all are doubtful until it was shown the whole table.
 */
export const createMessageFilter = (smallest = SMALLEST, largest = LARGEST) => {
  let blocks = smallest
  let words = new Uint32Array(blocks * WORDS_OF_BLOCK)
  let count = 0
  let isComplete = false
  let shownTo = START

  /** Whether it may have been there before. */
  const add = (sender: string, messageId: string): boolean => {
    const hash = hashOf(messageId, hashOf(sender, 0x811c9dc5))
    const block = (mix(hash, 0x85ebca6b) & (blocks - 1)) * WORDS_OF_BLOCK
    let isKnown = true
    for (let seed = 1; seed <= 2; seed++)
      for (let bits = mix(hash, seed * 0x27d4eb2f), n = 0; n < 3; n++, bits >>>= 9) {
        const at = block + ((bits >>> 5) & (WORDS_OF_BLOCK - 1))
        const word = words[at] ?? 0
        const marked = word | (1 << (bits & 31))
        isKnown &&= marked >>> 0 === word
        words[at] = marked
      }
    if (!isKnown) count++
    return isKnown
  }
  const mustGrow = () => blocks < largest && count * BITS_OF_MESSAGE > words.length * 32
  const begin = () => {
    if (isComplete) blocks *= 2
    words = new Uint32Array(blocks * WORDS_OF_BLOCK)
    count = 0
    isComplete = false
  }

  return {
    /** Takes a message in; whether the table must be asked about it. */
    isDoubtful: (sender: string, messageId: string): boolean => add(sender, messageId) || !isComplete,
    /** After which message it wants to be shown the table; null = it needs nothing. */
    wants: (): Message | null => {
      if (!isComplete) return shownTo
      return mustGrow() ? START : null
    },
    /** Shows the next rows, none at the end of the table; at its beginning also what waits to be written to it. */
    show: (rows: readonly Message[], waiting: () => readonly Message[]): void => {
      if (shownTo === START) {
        begin()
        for (const one of waiting()) add(one.sender, one.message_id)
      }
      for (const row of rows) add(row.sender, row.message_id)
      isComplete = rows.length === 0
      shownTo = isComplete ? START : (rows.at(-1) ?? START)
    },
  }
}

/** FNV-1a, 32 bits. */
const hashOf = (text: string, seed: number): number => {
  let hash = seed
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return hash
}

/** MurmurHash3's last step: spreads what differs over all bits. */
const mix = (hash: number, seed: number): number => {
  let mixed = hash ^ seed
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return (mixed ^ (mixed >>> 16)) >>> 0
}
