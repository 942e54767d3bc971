import type { Fields } from '../../server/wire/event.ts'
import type { PublicConfig } from '../../server/wire/prompt.ts'
import type { Guard, Listen } from '../guard.ts'
import { createListen } from '../guard.ts'
import type { Host } from '../host.ts'
import type { Storage } from '../storage.ts'
import { SOMEBODY } from './sample.ts'

/** A storage that forgets with the page. */
const memoryStorage = (): Storage => {
  const kept = new Map<string, string>()
  return {
    get: (name) => JSON.parse(kept.get(name) ?? 'null') ?? undefined,
    set: (name, value) =>
      void (value === undefined ? kept.delete(name) : kept.set(name, JSON.stringify(value))),
    names: (start) => [...kept.keys()].filter((name) => name.startsWith(start)),
    allow: () => {},
    clear: () => {
      const had = kept.size > 0
      kept.clear()
      return had
    },
  }
}

type Test = {
  readonly config: PublicConfig
  readonly now: () => number
  readonly onEvent: (event: string, properties: Fields) => void
}

/** Test mode: the snippet's own code over a host that sends nothing, knows one fixed person and a clock that stands. */
export const createTestHost = ({ config, now, onEvent }: Test): Host => {
  const guard: Guard =
    (call, instead) =>
    (...args) => {
      try {
        return call(...args)
      } catch (cause) {
        console.error(cause)
        return instead as ReturnType<typeof call>
      }
    }
  const listen: Listen = createListen(guard)
  return {
    now,
    config: Promise.resolve(config),
    fetchConfig: () => Promise.resolve(config),
    storage: memoryStorage(),
    who: () => SOMEBODY,
    key: `preview-${Math.random()}`,
    token: { fresh: () => Promise.resolve(), get: () => undefined },
    recording: () => true,
    capture: (event, properties) => {
      onEvent(event, properties)
      return event
    },
    server: undefined,
    test: undefined,
    saved: () => Promise.resolve(true),
    patrol: () => {},
    route: () => '/app',
    tell: (name, news) => {
      // What the page would do itself leads nowhere here.
      if (name === 'call' && news && 'preventDefault' in news) news.preventDefault()
    },
    guard,
    listen,
    note: () => {},
  }
}
