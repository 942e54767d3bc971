import type { Fields } from '../../../server/wire/event.ts'
import type { Prompt, PublicConfig } from '../../../server/wire/prompt.ts'
import { createGuard, createListen } from '../../../widget/guard.ts'
import type { Host } from '../../../widget/host.ts'
import type { Identity } from '../../../widget/identity.ts'
import { createSignals } from '../../../widget/signals.ts'
import { createStorage } from '../../../widget/storage.ts'

export const prompt = (given: Partial<Prompt> = {}): Prompt => ({
  id: 'records-full',
  format: 'modal',
  trigger: { kind: 'limit', limit: 'records', at: 1 },
  title: 'You have used {used} of {max} {limit}',
  body: 'Pro is unlimited.',
  primary: {
    kind: 'checkout',
    label: 'Upgrade',
    url: 'https://pay.example/{plan}?account={accountId}',
    plan: 'pro',
  },
  ...given,
})

/** Inside the overlay that is on the screen, if one is. */
export const root = () => document.querySelector('tidemark-overlay')?.shadowRoot

/** As often as anything happens. */
export const FREELY = { spacingAfter: 0, unsolicitedPerDay: null, holdout: 0, repeatDays: 0 }

export const configuration = (given: Partial<PublicConfig> = {}): PublicConfig => ({
  version: 1,
  enabled: true,
  prompts: [],
  thresholds: [0.8, 1],
  pricing: { paths: ['/pricing*'], dwellAfter: 20 },
  frequency: FREELY,
  brand: {},
  ...given,
})

export type Captured = { readonly event: string } & Fields

/** moments.js with a host that is plain data: what it captured, and a clock, a route and a person to set. */
export const stand = (config: Partial<PublicConfig> = {}, given: Partial<Host> = {}) => {
  const events: Captured[] = []
  const undo: (() => void)[] = []
  const troubles: unknown[] = []
  const later: (() => void)[] = []
  let started = false
  const storage = createStorage(`test.${Math.random()}.`)
  const world = {
    now: Date.UTC(2026, 10, 22, 12),
    route: '/app',
    recording: true,
    token: undefined as string | undefined,
    who: { anonymousId: 'anon', userId: 'u1', groupId: 'acme', traits: {}, groupTraits: {} } as Identity,
  }
  const guard = createGuard((cause) => {
    throw cause
  })
  const listen = createListen(guard)
  const host: Host = {
    storage,
    guard,
    now: () => world.now,
    who: () => world.who,
    route: () => world.route,
    recording: () => world.recording,
    key: String(Math.random()),
    token: { fresh: async () => {}, get: () => world.token },
    capture(event, properties) {
      events.push({ event, ...properties })
      // As in the page: what happens while it starts is observed later.
      later.push(() => moments.observe(event, properties))
      if (started) for (const call of later.splice(0)) call()
      return JSON.stringify({ event, properties })
    },
    server: undefined,
    test: undefined,
    saved: async () => true,
    patrol: () => {},
    config: Promise.resolve(),
    fetchConfig: async () => undefined,
    listen(...args) {
      undo.push(listen(...args))
      return undo.at(-1) ?? (() => {})
    },
    tell: () => {},
    note: (what, detail) => {
      if (what === 'error') troubles.push(detail)
    },
    ...given,
  }
  const moments = createSignals(host, configuration(config))
  started = true
  return {
    config: configuration(config),
    moments,
    world,
    events,
    troubles,
    storage,
    /** The names of what was captured, `Session Started` apart. */
    names: () => events.map(({ event }) => event).filter((event) => event !== 'Session Started'),
    only: (name: string) => events.filter(({ event }) => event === name),
    end() {
      moments.reset()
      for (const each of undo) each()
    },
  }
}
