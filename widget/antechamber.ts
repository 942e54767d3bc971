import type { PublicConfig } from '../server/wire/prompt.ts'
import type { Host, LoadMoments, Moments } from './host.ts'

/** Calls that wait for moments.js at most. */
const WAITING_CALLS = 100

/** Where signals wait until moments.js, the configuration and the identity are here. */
export const createAntechamber = (host: Host, load: LoadMoments) => {
  let create: Awaited<ReturnType<LoadMoments>>['createMoments'] | undefined
  let config: PublicConfig | undefined
  let moments: Moments | undefined
  let waiting: ((moments: Moments) => void)[] = []

  const admit = () => {
    if (moments || !create || !config) return
    moments = create(host, config)
    host.tell('ready', { version: config.version })
    const calls = waiting
    waiting = []
    for (const call of calls) {
      try {
        call(moments)
      } catch (cause) {
        host.note('error', cause)
      }
    }
  }
  return {
    /** Present once it can decide. */
    moments: () => moments,
    /** Runs at once, or when moments.js can decide. */
    later: (call: (moments: Moments) => void) => {
      if (moments) call(moments)
      else if (waiting.length < WAITING_CALLS) waiting.push(call)
    },
    forget: () => {
      waiting = []
    },
    configure: (next: PublicConfig) => {
      config = next
      moments?.configure(next)
      admit()
    },
    /** `settled` resolves when it is known who this is. Rejects when moments.js cannot be loaded. */
    async open(settled: Promise<void>) {
      const [module] = await Promise.all([load(), settled])
      create = (...parts) => module.createMoments(...parts)
      admit()
    },
  }
}

export type Antechamber = ReturnType<typeof createAntechamber>
