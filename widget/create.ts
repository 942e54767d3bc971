import { createAntechamber } from './antechamber.ts'
import type { Consent, Options, Tidemark } from './api.ts'
import { type Parts as CommandParts, createCommands } from './commands.ts'
import { loadConfiguration } from './configuration.ts'
import { createDelivery } from './delivery.ts'
import { guarded } from './guarded.ts'
import type { Host, LoadMoments } from './host.ts'
import { createIdentity, randomId } from './identity.ts'
import { listenWith } from './listen.ts'
import { createListeners } from './listeners.ts'
import { createPage, routeOf } from './page.ts'
import { createRecorder } from './recorder.ts'
import { SECOND } from './span.ts'
import { createStorage } from './storage.ts'
import { createToken } from './token.ts'

/** Signals wait so long for `identify` when nobody is known yet; then they are an anonymous visitor's. */
const SETTLE_AFTER = SECOND

const now = () => Date.now()

/** Global Privacy Control (https://w3c.github.io/gpc/), which only a choice made here can override. */
const refusesTracking = () =>
  (globalThis.navigator as { globalPrivacyControl?: boolean } | undefined)?.globalPrivacyControl === true

type Parts = Omit<CommandParts, 'settle' | 'setConsent' | 'debug'> & { readonly host: Host }

/** Everything that only needs to be built, from the disk up. */
const assemble = (options: Options, load: LoadMoments, note: Host['note'], consent: () => Consent): Parts => {
  const { key, server } = options
  const trouble = (cause: unknown) => note('error', cause)
  const listeners = createListeners(trouble)
  const onDrop = (events: number, reason: string) => {
    note(`${events} dropped`, reason)
    listeners.tell('drop', { events, reason })
  }
  const storage = createStorage(`tidemark.${key}.`)
  const identity = createIdentity(storage)
  const token = createToken(now, trouble)
  const delivery = createDelivery({ key, server, storage, token, now, onDrop })
  const record = createRecorder({
    delivery,
    identity,
    consent,
    now,
    onDrop,
    page: createPage(options.keepQuery ?? []),
  })
  const host: Host = {
    now,
    storage,
    note,
    saved: delivery.saved,
    route: () => routeOf(location),
    listen: listenWith(trouble),
    tell: listeners.tell,
    who: identity.get,
    recording: () => consent() !== 'denied',
    capture(event, properties, how) {
      note(event, properties)
      record({ type: 'track', event, properties }, how)
      antechamber.later((moments) => moments.observe(event))
    },
  }
  const antechamber = createAntechamber(host, load)
  return { antechamber, delivery, identity, listeners, record, storage, token, host }
}

/** Puts the always loaded part together; `load` fetches moments.js. */
export const create = (options: Options, load: LoadMoments): Tidemark => {
  let debugging = options.debug ?? false
  let consent: Consent = 'pending'
  let settle: (() => void) | undefined
  const note: Host['note'] = (what, detail = '') => {
    // oxlint-disable-next-line no-console -- asked for by debug()
    if (debugging) console.info('[tidemark]', what, detail)
  }
  const parts = assemble(options, load, note, () => consent)
  const { antechamber, delivery, identity, storage } = parts

  const setConsent = (next: Consent) => {
    const before = consent
    consent = next
    storage.allow(next === 'granted')
    delivery.allow(next === 'granted')
    if (next !== 'denied') return
    // Looking into a database would create it, so only where there may be one.
    if (storage.clear() || before === 'granted') delivery.clear()
    identity.change({ anonymousId: randomId() })
  }
  const start = () => {
    setConsent(refusesTracking() ? 'denied' : (options.consent ?? 'granted'))
    const settled = new Promise<void>((resolve) => {
      settle = resolve
      if (identity.get().userId) resolve()
      setTimeout(resolve, SETTLE_AFTER)
    })
    const url = `${options.server}/v1/config?writeKey=${encodeURIComponent(options.key)}`
    loadConfiguration(url, storage, antechamber.configure)
    antechamber.open(settled).catch((cause) => note('error', cause))
    // Another tab signed in or out.
    storage.onChange('identity', identity.forget)
    delivery.start(parts.host.listen)
  }
  const api = createCommands({
    ...parts,
    setConsent,
    settle: () => settle?.(),
    debug(on) {
      debugging = on
    },
  })
  return guarded(api, start, (cause) => note('error', cause))
}
