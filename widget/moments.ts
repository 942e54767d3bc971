import type { PublicConfig } from '../server/wire/prompt.ts'
import { followAttributes } from './attributes.ts'
import { createGates } from './gates.ts'
import type { Host, Moments } from './host.ts'
import { createLimits } from './limits.ts'
import { createPricing } from './pricing.ts'
import { createPrompts } from './prompts.ts'
import { onRoute } from './routes.ts'
import { createSessions } from './sessions.ts'

/** From this share of what a limit prompt waits for, it is near enough to fetch what draws it. */
const NEAR = 0.9

/** The signals and the decision: limits, gates, pricing visits, sessions, prompts. */
export const createMoments = (host: Host, initial: PublicConfig): Moments => {
  let config = initial
  const limits = createLimits(host)
  const gates = createGates(host)
  const pricing = createPricing(host, (visits) => {
    prompts.consider({ kind: 'pricing', visits })
  })
  const prompts = createPrompts(host, () => config, limits, pricing)
  const sessions = createSessions(host)

  const gate: Moments['gate'] = (feature) => {
    gates.attempt(feature)
    return prompts.consider({ kind: 'gate', feature })
  }
  const isNear = ({ used, max }: { used: number; max: number }) =>
    config.prompts.some(({ trigger }) => trigger.kind === 'limit' && used >= NEAR * trigger.at * max)

  followAttributes(host.listen, { gate, track: (event) => host.capture(event, {}) })
  onRoute(host.listen, host.route, (route) => {
    prompts.recheck()
    pricing.arrive(route, config.pricing)
  })

  return {
    configure(next) {
      config = next
      prompts.recheck()
    },
    limit(name, reading) {
      const figures = limits.read(name, reading, config.thresholds)
      if (!figures) return
      const moment = { kind: 'limit', limit: name, ...figures } as const
      prompts.recheck(moment)
      prompts.consider(moment)
      if (isNear(figures)) prompts.preload()
    },
    gate,
    show: prompts.show,
    explain: prompts.explain,
    snooze: prompts.snooze,
    mute: prompts.mute,
    observe(event) {
      prompts.reach(event)
      prompts.consider({ kind: 'event', event })
    },
    recheck: () => prompts.recheck(),
    reset() {
      prompts.reset()
      for (const part of [limits, gates, pricing, sessions]) part.clear()
    },
  }
}
