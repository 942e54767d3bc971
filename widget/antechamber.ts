import type { GateAnswer } from './api.ts'
import type { Host, LoadMoments, Moments } from './host.ts'
import type { Storage } from './storage.ts'

type Calls = Readonly<Record<string, (...args: never[]) => unknown>>
type Call = readonly [name: string, args: readonly unknown[]]
type Ask = <Name extends keyof Moments>(
  name: Name,
  ...given: Parameters<Moments[Name]> extends [] ? [] : [args: Parameters<Moments[Name]>]
) => unknown

/** Calls that wait for moments.js at most; events may take half of the room, so that a thousand leave some for a gate. */
const WAITING_CALLS = 100
const WAITING_EVENTS = 50
/** Calls of a page that closed before moments.js could hear them, under this name in storage. */
const MISSED = 'missed'

/** The answer before the configuration is here. */
export const UNKNOWN: GateAnswer = { status: 'unknown' }

/** Where signals wait until moments.js, the configuration and the identity are here. */
export const createAntechamber = (storage: Storage) => {
  let moments: Calls | undefined
  let waiting: Call[] = []

  /** Runs now, or when moments.js can decide; until then nothing is known. */
  const ask = (name: string, args: readonly unknown[] = []) => {
    if (moments) return moments[name]?.(...(args as never[]))
    if (waiting.length < (name === 'observe' ? WAITING_EVENTS : WAITING_CALLS)) waiting.push([name, args])
    return UNKNOWN
  }
  const forget = () => {
    waiting = []
    storage.set(MISSED)
  }
  return {
    ask: ask as Ask,
    forget,
    /** The page closes: what nobody could hear is kept for the next one. */
    keep: () => {
      if (waiting.length) storage.set(MISSED, waiting)
    },
    /** `settled` resolves when it is known who this is. Rejects when moments.js cannot be loaded. */
    open: async (host: Host, load: LoadMoments, settled: Promise<unknown>) => {
      const [module] = await Promise.all([load(), settled])
      moments = await module.createMoments(host)
      // What lies in storage may be anything: `guard` keeps what that throws.
      const calls: Call[] = [['catchUp', [storage.get(MISSED)]], ...waiting]
      forget()
      calls.forEach(host.guard((call: Call) => ask(...call)))
      host.tell('ready', null)
    },
  }
}
