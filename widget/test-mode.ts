import type { PublicConfig } from '../server/wire/prompt.ts'
import type { Host } from './host.ts'

/** Whom experiments are drawn for, whoever is here. */
const VISITOR = 'test'

/** Nobody is held out, and every experiment is the fixed visitor's. */
const fixed = (answer: unknown): unknown => {
  const config = answer as PublicConfig | undefined
  if (!Array.isArray(config?.prompts)) return answer
  return {
    ...config,
    frequency: { ...config.frequency, holdout: 0 },
    prompts: config.prompts.map(({ experiment, ...prompt }) => ({
      ...prompt,
      ...(experiment && { experiment: { ...experiment, unit: 'device', holdout: 0 } }),
    })),
  }
}

/** The page's own host over a clock that can be moved. What keeps events and storage in memory is `create`. */
export const inTestMode = (host: Host): Host => {
  let ahead = Date.parse(String(host.test)) - host.now() || 0
  const skip = (after: number) => {
    ahead += after
  }
  host.note('test mode: nothing is sent')
  host.tell('test', { skip })
  return {
    ...host,
    key: `${host.key}.${VISITOR}`,
    server: undefined,
    now: () => host.now() + ahead,
    who: () => ({ ...host.who(), anonymousId: VISITOR }),
    config: host.config.then(fixed),
    fetchConfig: async () => fixed(await host.fetchConfig()),
  }
}
