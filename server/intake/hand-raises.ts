import { isLoopback, networkOf } from '../network.ts'
import { HOUR } from '../wire/limits.ts'

const OF_ADDRESS = 5
const OF_KEY = 30
const HELD_OF_ADDRESS = 20
const ADDRESSES = 10_000

/** The reason for those that others who wait need not make room for. */
export const FROM_ONE_ADDRESS = `more than ${OF_ADDRESS} requests for sales an hour from one address`
const FROM_ALL = `more than ${OF_KEY} unverified requests for sales an hour`
const TOO_MANY = `is an unverified request for sales, and ${HELD_OF_ADDRESS} from its address were held for review within an hour`

type Raise = { readonly id: string; readonly address: string; readonly at: number }
/** Why a request opens no lead by itself, and whether it is kept for review at all. */
export type Doubt = { readonly reason: string; readonly isKept: boolean }
type Opened = { readonly id: string; readonly at: number; readonly network: string }
type Held = { readonly id: string; readonly at: number; readonly reason: string }

/**
 * Counts unverified requests for sales: an address (IPv6: a /64) gets five an hour, the browser key thirty; one that is
 * sent again counts once. Null = it may open a lead. What is beyond is held for review, twenty an hour from an address,
 * so that nobody pushes out what others asked. Bounded: the addresses heard of longest ago are forgotten first. Kept in
 * memory only, because addresses are personal.
 */
export const createHandRaiseRate = (): ((raise: Raise) => Doubt | null) => {
  const held = new Map<string, Held[]>()
  let opened: Opened[] = []
  return ({ id, address, at }) => {
    const network = networkOf(address)
    // What came while a clock was ahead counts no longer than that.
    const isRecent = (one: Opened | Held): boolean => Math.abs(at - one.at) < HOUR
    opened = opened.filter(isRecent)
    const waiting = (held.get(network) ?? []).filter(isRecent)
    if (opened.some((one) => one.id === id)) return null
    const again = waiting.find((one) => one.id === id)
    if (again) return { reason: again.reason, isKept: true }
    const reason = reasonOf(opened, network, isLoopback(address))
    if (reason === null) {
      opened.push({ id, at, network })
      return null
    }
    if (waiting.length >= HELD_OF_ADDRESS) return { reason: TOO_MANY, isKept: false }
    held.delete(network)
    held.set(network, [...waiting, { id, at, reason }])
    const [oldest] = held.size > ADDRESSES ? held.keys() : []
    if (oldest !== undefined) held.delete(oldest)
    return { reason, isKept: true }
  }
}

const reasonOf = (opened: readonly Opened[], network: string, isEverybody: boolean): string | null => {
  const here = opened.filter((one) => one.network === network).length
  if (here >= OF_ADDRESS && !isEverybody) return FROM_ONE_ADDRESS
  return opened.length >= OF_KEY ? FROM_ALL : null
}
