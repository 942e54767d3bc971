import type { PublicConfig } from '../server/wire/prompt.ts'
import { followAttributes } from './attributes.ts'
import { createGates } from './gates.ts'
import type { Host, Moments } from './host.ts'
import { createLimits } from './limits.ts'
import { createPricing } from './pricing.ts'
import { createPrompts } from './prompts.ts'
import { onRoute } from './routes.ts'
import { followSessions } from './sessions.ts'

/** From this share of what a limit prompt waits for, it is near enough to fetch what draws it. */
const NEAR = 0.9
/** What is stored of somebody, under these names; gone when somebody else comes. */
const OF_A_PERSON = ['session', 'limits', 'gates', 'pricing', 'prompts', 'showings']

type Configurable = { configure(config: PublicConfig): void }

/** The signals and the decision: limits, gates, pricing visits, sessions, prompts. */
export const createSignals = (host: Host, initial: PublicConfig): Moments & Configurable => {
  let config = initial
  const limits = createLimits(host)
  const attempt = createGates(host)
  const pricing = createPricing(host, (visits) => {
    prompts.consider({ kind: 'pricing', visits })
  })
  const prompts = createPrompts(host, () => config, limits, pricing)
  followSessions(host)

  const gate: Moments['gate'] = (feature) => {
    attempt(feature)
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
    onReply: (reply) => host.note('reply', reply),
    reset() {
      prompts.close()
      for (const name of OF_A_PERSON) host.storage.set(name)
    },
  }
}
