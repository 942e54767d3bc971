import type { PublicConfig } from '../server/wire/prompt.ts'
import type { Host } from './host.ts'
import { MINUTE } from './span.ts'

/** The server was not there: asked again after this. */
const RETRY_AFTER = MINUTE

const isConfig = (value: unknown): value is PublicConfig => Array.isArray(Object(value).prompts)

/** The public configuration: an earlier visit's copy if there is one, else the server's; `onNews` gets newer ones. */
export const awaitConfiguration = (host: Host, onNews: (config: PublicConfig) => void) =>
  new Promise<PublicConfig>((resolve) => {
    const use = (config: PublicConfig) => {
      host.storage.set('config', config)
      // Only the first counts here; `onNews` is for the others.
      resolve(config)
      onNews(config)
    }
    const fetched = async (answer: Promise<unknown>): Promise<void> => {
      const config = await answer
      if (isConfig(config)) return use(config)
      setTimeout(() => void fetched(host.fetchConfig().catch(() => {})), RETRY_AFTER)
    }
    const cached = host.storage.get('config')
    if (isConfig(cached)) resolve(cached)
    void fetched(host.config)
  })
