import { awaitConfiguration } from './configuration.ts'
import type { Host, Moments } from './host.ts'
import { createSignals } from './signals.ts'

/** Resolves when the configuration is here; later versions of it are taken over as they come. */
export const createMoments = async (page: Host): Promise<Moments> => {
  const host = page.test ? (await import('./test-mode.ts')).inTestMode(page) : page
  let signals: ReturnType<typeof createSignals> | undefined
  const config = await awaitConfiguration(host, (next) => signals?.configure(next))
  signals = createSignals(host, config)
  return signals
}
