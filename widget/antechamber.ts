import type { PublicConfig } from '../server/wire/prompt.ts'
import type { GateAnswer } from './api.ts'
import type { Host, LoadMoments, Moments } from './host.ts'

/** Calls that wait for moments.js at most. */
const WAITING_CALLS = 100
/** The answer until then. */
export const UNKNOWN: GateAnswer = { status: 'unknown' }

export type Antechamber = ReturnType<typeof createAntechamber>

/** Where signals wait until moments.js, the configuration and the identity are here. */
export const createAntechamber = (host: Host, load: LoadMoments) => {
  let moments: Moments | undefined
  let waiting: ((moments: Moments) => void)[] = []
  let resolve: (config: PublicConfig) => void
  const configured = new Promise<PublicConfig>((done) => {
    resolve = done
  })

  return {
    /** Runs now, or when moments.js can decide. */
    ask: <Answer>(call: (moments: Moments) => Answer) => {
      if (moments) return call(moments)
      if (waiting.length < WAITING_CALLS) waiting.push(call)
      return UNKNOWN
    },
    /** Present once it can decide. */
    moments: () => moments,
    forget: () => {
      waiting = []
    },
    configure: (config: PublicConfig) => {
      resolve(config)
      moments?.configure(config)
    },
    /** `settled` resolves when it is known who this is. Rejects when moments.js cannot be loaded. */
    async open(settled: Promise<unknown>) {
      const [module, config] = await Promise.all([load(), configured, settled])
      moments = module.createMoments(host, config)
      host.tell('ready', { version: config.version })
      const ready = moments
      for (const call of waiting) host.guard(call, undefined)(ready)
      waiting = []
    },
  }
}
