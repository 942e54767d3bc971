import type { Keys } from '../commands.ts'
import type { Config } from '../config.ts'
import { isLoopback, networkOf } from '../network.ts'
import { SECOND } from '../wire/limits.ts'

/** Whoever was quiet may send as much at once as in so many seconds. */
const BURST = 20 * SECOND
/** Addresses remembered, about 5 MB; past it those heard of longest ago begin anew. */
const ADDRESSES = 50_000

/** How long a request has to wait, ms; 0 = it may come in, and is counted. */
export type Rates = {
  readonly ofAddress: (address: string, now: number) => number
  /** One of ours; null = its body names it: all such requests share a bucket. */
  readonly ofKey: (key: string | null, now: number) => number
}

/**
 * Limits how many requests a second come from one address and with one key. Looked at before a body is read, so that
 * refusing costs next to nothing.
 */
export const createRates = ({ rates }: Pick<Config, 'rates'>, keys: Keys): Rates => {
  const ofNetwork = createBuckets(rates.address, ADDRESSES)
  const ofName = createBuckets(rates.key, Object.keys(keys).length + 1)
  return {
    ofAddress: (address, now) => (isLoopback(address) ? 0 : ofNetwork(networkOf(address), now)),
    ofKey: (key, now) => ofName(key ?? '', now),
  }
}

/**
 * One bucket a name, kept as the one instant at which it would be full again (the generic cell rate algorithm, ITU-T
 * I.371). A name that was forgotten begins with a full bucket.
 */
const createBuckets = (perSecond: number, most: number): ((name: string, now: number) => number) => {
  if (perSecond === 0) return () => 0
  const fullAt = new Map<string, number>()
  const each = SECOND / perSecond
  return (name, now) => {
    const at = Math.max(fullAt.get(name) ?? 0, now)
    if (at - now > BURST - each) return Math.ceil(at - now - BURST + each)
    fullAt.delete(name)
    fullAt.set(name, at + each)
    const [oldest] = fullAt.size > most ? fullAt.keys() : []
    if (oldest !== undefined) fullAt.delete(oldest)
    return 0
  }
}
