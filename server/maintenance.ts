import { FROM_ONE_ADDRESS } from './intake/hand-raises.ts'
import { trimHeld } from './store/held.ts'
import { trimRejected } from './store/observations.ts'
import { makePartitions } from './store/partitions.ts'
import { forgetMessages } from './store/seen.ts'
import type { Store } from './store/store.ts'
import { DAY, DEDUPE_AFTER, HOUR, MINUTE } from './wire/limits.ts'

const REJECTIONS = 1000
/** Requests for sales under review: old ones are past helping, and nobody fills a disk with them. */
const HELD = 1000
const HELD_FOR = 30 * DAY
/** Senders looked at in one go: a slice that takes milliseconds. */
const SENDERS = 500
/** Slices a minute: so that fourteen million senders are looked at in a day. */
const SLICES = 20

/** Keeps what is bounded by age or number within its bounds, a slice at a time. Called often, it mostly does nothing. */
export const createMaintenance = (store: Store): ((now: number) => Promise<void>) => {
  let sweptAt = 0
  let partitionedAt = 0
  let from = ''
  return async (now) => {
    // A clock that was ahead for a while must not keep all this from being done.
    if (Math.abs(now - sweptAt) < MINUTE) return
    sweptAt = now
    await trimRejected(store.db, REJECTIONS)
    await trimHeld(store.db, { before: now - HELD_FOR, atMost: HELD, lesser: FROM_ONE_ADDRESS })
    if (store.dialect === 'sqlite') return
    for (let slice = 0; slice < SLICES; slice++) {
      from = (await forgetMessages(store.db, { from, before: now - DEDUPE_AFTER, atMost: SENDERS })) ?? ''
      if (from === '') break
    }
    if (Math.abs(now - partitionedAt) < HOUR) return
    partitionedAt = now
    await makePartitions(store.db, now)
  }
}
