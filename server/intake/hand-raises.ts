import { HOUR } from '../wire/limits.ts'

const AT_MOST = 5
const ADDRESSES = 10_000

/**
 * Counts unverified requests for sales: an address gets five an hour, further ones are kept as events but open no lead.
 * Bounded: the addresses heard of longest ago are forgotten first. Kept in memory only, because addresses are personal.
 */
export const createHandRaiseRate = (): ((address: string, at: number) => boolean) => {
  const heard = new Map<string, number[]>()
  return (address, at) => {
    const recent = (heard.get(address) ?? []).filter((instant) => instant > at - HOUR)
    const isAllowed = recent.length < AT_MOST
    heard.delete(address)
    heard.set(address, isAllowed ? [...recent, at] : recent)
    const oldest = heard.size > ADDRESSES ? heard.keys().next() : null
    if (oldest && !oldest.done) heard.delete(oldest.value)
    return isAllowed
  }
}
