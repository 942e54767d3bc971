import type { PublicConfig } from '../server/wire/prompt.ts'
import type { Host } from './host.ts'
import { MINUTE } from './span.ts'

/** So old a configuration may be on a page that is looked at: a kill switch works everywhere within a minute. */
const FRESH_AFTER = MINUTE

const isConfig = (value: unknown): value is PublicConfig => Array.isArray(Object(value).prompts)

/**
 * The public configuration: an earlier visit's copy if there is one, else the server's. `onNews` gets what the server
 * says from then on; a hidden page asks again when it is looked at.
 */
export const awaitConfiguration = (host: Host, onNews: (config: PublicConfig) => void) =>
  new Promise<PublicConfig>((resolve) => {
    let isDue = false
    const hear = async (answer: Promise<unknown>) => {
      setTimeout(ask, FRESH_AFTER)
      const config = await answer
      if (!isConfig(config)) return host.note('no config', config)
      onNews(config)
      // Only the first counts here.
      resolve(config)
      host.storage.set('config', config)
    }
    const ask = () => {
      isDue = document.hidden
      if (!isDue) void hear(host.fetchConfig().catch(() => {}))
    }
    host.listen(document, 'visibilitychange', () => isDue && ask())
    const cached = host.storage.get('config')
    if (isConfig(cached)) resolve(cached)
    void hear(host.config)
  })
