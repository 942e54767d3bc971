import { HOUR } from '../wire/limits.ts'

const OF_ADDRESS = 5
const OF_KEY = 30
const ADDRESSES = 10_000

/**
 * Counts unverified requests for sales: an address gets five an hour, the browser key thirty. Answers why one is held for review,
 * null = it may open a lead. Bounded: the addresses heard of longest ago are forgotten first. Kept in memory only,
 * because addresses are personal.
 */
export const createHandRaiseRate = (): ((address: string, at: number) => string | null) => {
  const heard = new Map<string, number[]>()
  let all: number[] = []
  return (address, at) => {
    const recent = (heard.get(address) ?? []).filter((instant) => instant > at - HOUR)
    all = all.filter((instant) => instant > at - HOUR)
    const why = whyHeld(recent.length, all.length)
    heard.delete(address)
    heard.set(address, why === null ? [...recent, at] : recent)
    if (why === null) all.push(at)
    const oldest = heard.size > ADDRESSES ? heard.keys().next() : null
    if (oldest && !oldest.done) heard.delete(oldest.value)
    return why
  }
}

const whyHeld = (ofAddress: number, ofKey: number): string | null => {
  if (ofAddress >= OF_ADDRESS) return `more than ${OF_ADDRESS} requests for sales an hour from one address`
  return ofKey >= OF_KEY ? `more than ${OF_KEY} unverified requests for sales an hour` : null
}
