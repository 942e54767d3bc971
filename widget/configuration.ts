import type { PublicConfig } from '../server/wire/prompt.ts'
import { MINUTE, SECOND } from './span.ts'
import type { Storage } from './storage.ts'

/** Failed: again after the first span, doubled each time up to the last. */
const RETRY_FIRST = 5 * SECOND
const RETRY_LAST = 5 * MINUTE

const isConfig = (value: unknown): value is PublicConfig =>
  Array.isArray((value as PublicConfig | null)?.prompts)

/**
 * The public configuration: a copy of an earlier visit at once, then the server's. `no-cache` lets the browser
 * revalidate by ETag without a preflight; a header of ours would cause one.
 */
export const loadConfiguration = (url: string, storage: Storage, use: (config: PublicConfig) => void) => {
  const cached = storage.get('config')
  if (isConfig(cached)) use(cached)
  const load = async (failures: number) => {
    try {
      const config: unknown = await (await fetch(url, { cache: 'no-cache', credentials: 'omit' })).json()
      if (!isConfig(config)) throw new TypeError('not a configuration')
      storage.set('config', config)
      use(config)
    } catch {
      setTimeout(() => void load(failures + 1), Math.min(RETRY_FIRST * 2 ** failures, RETRY_LAST))
    }
  }
  void load(0)
}
