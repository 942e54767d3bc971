import type { PublicConfig } from '../server/wire/prompt.ts'
import type { LimitReading } from './api.ts'
import type { Host } from './host.ts'
import type { Figures } from './moment.ts'
import { createShelf } from './shelf.ts'
import { HOUR } from './span.ts'

/** What is remembered of a limit in one account and reset period. */
type Known = {
  readonly account: string
  readonly limit: string
  readonly resetsAt: number
  /** Thresholds already raised. */
  readonly raised: readonly number[]
  /** The period's first reading, for the pace. */
  readonly first: readonly [at: number, used: number]
  readonly at: number
  readonly used: number
  /** Infinity, which is read back as null, where there is no limit any more. */
  readonly max: number
}

/** Shorter observations say nothing about a pace. */
const PACE_FROM = HOUR

const instant = (value: LimitReading['resetsAt'] = 0) => Number(new Date(value)) || 0

/** When it will be full if it goes on like this; undefined when it does not grow or was watched too briefly. */
const fullAt = ({ first: [at, used], ...now }: Known, today: number): number | undefined => {
  const rate = (now.used - used) / (today - at)
  return today - at >= PACE_FROM && rate > 0 ? Math.round(today + (now.max - now.used) / rate) : undefined
}

/** The same reset period as before: what was raised then is not raised again. */
const goesOn = (before: Known, resetsAt: number, today: number) =>
  !(before.resetsAt && today >= before.resetsAt && resetsAt !== before.resetsAt)

export type Limits = ReturnType<typeof createLimits>

/** Readings of plan limits: each threshold is raised once a device, account and reset period. */
export const createLimits = ({ capture, now, storage, tell, who }: Host) => {
  const known = createShelf<Known>(storage, 'limits')

  const raise = (reading: Known, threshold: number, blocked: boolean) => {
    const { limit, used, max } = reading
    const figures = { limit, used, max, threshold }
    capture(threshold < 1 ? 'Limit Approached' : 'Limit Reached', { ...figures, blocked }, true)
    tell('limit', { ...figures, fullAt: fullAt(reading, now()) })
  }
  const figuresOf = (reading: Known): Figures => ({
    ...reading,
    resetsAt: reading.resetsAt || undefined,
    fullAt: fullAt(reading, reading.at),
  })

  return {
    /** The last readings of this account, of limits that there still are. */
    readings: (): Figures[] =>
      known
        .all()
        .filter(({ account, max }) => max && account === (who().groupId ?? ''))
        .map(figuresOf),
    /** The reading as it counts; without a limit `max` is Infinity. Null: figures that are none. */
    read(
      limit: string,
      reading: LimitReading,
      thresholds: PublicConfig['thresholds'],
    ): (Figures & { readonly blocked: boolean }) | null {
      const { used } = reading
      if (!(Number.isFinite(used) && used >= 0)) return null
      // What people write for "unlimited": Infinity, null, 0, -1. It takes the place of the limit that was there.
      const max = reading.max > 0 ? reading.max : Infinity
      // Beyond the limit every reading is an attempt that was refused, unless the page says otherwise.
      const blocked = max < Infinity && (reading.blocked ?? used > max)
      const account = who().groupId ?? ''
      const resetsAt = instant(reading.resetsAt)
      // People change between accounts and back.
      const id = `${account} ${limit}`
      const before = known.get(id)
      const same = before && goesOn(before, resetsAt, now()) ? before : undefined
      const crossed = thresholds.filter((threshold) => used >= threshold * max)
      const fresh = crossed.filter((threshold) => !same?.raised.includes(threshold))
      const first = same && same.first[1] <= used ? same.first : ([now(), used] as const)
      const current: Known = { account, limit, resetsAt, raised: crossed, first, at: now(), used, max }
      known.put(id, current)
      if (blocked) raise(current, Math.max(1, ...crossed), blocked)
      else if (fresh.length) raise(current, Math.max(...fresh), blocked)
      return { ...figuresOf(current), blocked }
    },
  }
}
