import type { Host, LoadMoments, Moments } from './host.ts'

/** Calls that wait for moments.js at most. */
const WAITING_CALLS = 100

export type Antechamber = ReturnType<typeof createAntechamber>

/** Where signals wait until moments.js, the configuration and the identity are here. */
export const createAntechamber = () => {
  let moments: Moments | undefined
  let waiting: ((moments: Moments) => unknown)[] = []

  return {
    /** Runs now, or when moments.js can decide; until then the answer is `instead`. */
    ask: <Answer>(call: (moments: Moments) => Answer, instead?: Answer): Answer => {
      if (moments) return call(moments)
      if (waiting.length < WAITING_CALLS) waiting.push(call)
      return instead as Answer
    },
    forget: () => {
      waiting = []
    },
    /** `settled` resolves when it is known who this is. Rejects when moments.js cannot be loaded. */
    open: async (host: Host, load: LoadMoments, settled: Promise<unknown>) => {
      const [module] = await Promise.all([load(), settled])
      const ready = await module.createMoments(host)
      moments = ready
      for (const call of waiting) host.guard(call)(ready)
      waiting = []
      host.tell('ready', null)
    },
  }
}
