import type { Fields, WireEvent } from '../server/wire/event.ts'
import { createAntechamber } from './antechamber.ts'
import type { Consent, Options, Tidemark } from './api.ts'
import { followClicks } from './clicks.ts'
import { createDelivery } from './delivery.ts'
import { createGuard, createListen } from './guard.ts'
import type { Host, LoadMoments } from './host.ts'
import { createIdentity, idOf, randomId } from './identity.ts'
import type { Calls } from './methods.ts'
import { createPage, type Page } from './page.ts'
import type { ExpectReply } from './post.ts'
import { SECOND } from './span.ts'
import { createStorage } from './storage.ts'
import { createToken } from './token.ts'

/** Signals wait so long for `identify` when nobody is known yet; then they are an anonymous visitor's. */
const SETTLE_AFTER = SECOND

const now = () => Date.now()

/** When and where something happened. */
type Scene = readonly [at: number, page: Page]
type Held = readonly [name: string, args: unknown[], scene: Scene]
const HELD_CALLS = 500
/** identify, group, alias, track, page, reset: calls that say what happened, not ask for something. */
const RECORDED = /^(id|gr|al|tr|pa|re)/
/** Calls that moments.js answers, in one text: what is looked for in it is none of its other names. */
const DECIDED = 'gate limit show mute snooze explain'

/** Global Privacy Control (https://w3c.github.io/gpc/), which only a choice made here can override. */
const refusesTracking = () => !!(navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl

/** Puts the always loaded part together; `load` fetches moments.js. None of its calls throws. */
export const create = (
  { consent: asked = 'granted', debug, keepQuery, key, server, test }: Options,
  load: LoadMoments,
) => {
  let consent: Consent | undefined
  /** What the page said while it had yet to ask. */
  let held: Held[] = []
  let replayed: Scene | undefined
  let settle: () => void
  const settled = new Promise<void>((resolve) => {
    settle = resolve
  })
  const note: Host['note'] = (...what) => {
    // oxlint-disable-next-line no-console -- asked for by debug()
    if (debug) console.info('[tidemark]', ...what)
  }
  const trouble = (cause: unknown) => note('error', cause)
  const guard = createGuard(trouble)
  const listen = createListen(guard)
  const listeners = new Set<(name: string, news: never) => void>()
  const tell: Host['tell'] = (name, news) => {
    note(name, news)
    for (const hear of listeners) hear(name, news as never)
  }
  const storage = createStorage(`tidemark.${key}.`)
  const identity = createIdentity(storage)
  const token = createToken(now, trouble)
  const expectReply: ExpectReply = () => {
    const { userId } = identity.get()
    return guard((text) => ask('onReply', [text, userId]))
  }
  const delivery = createDelivery({
    key,
    server,
    storage,
    token,
    now,
    expectReply,
    onDrop: (events, reason) => tell('drop', { events, reason }),
  })
  const isRecording = () => consent === 'granted' && !test
  const page = createPage(keepQuery)
  const here = (): Scene => replayed ?? [now(), page()]
  const start = randomId()
  let count = 0
  /** Freezes an event: who, when, where and its id are settled now, however late and often it is sent. */
  const record = (event: Partial<WireEvent>, urgent?: boolean, messageId = start + count++) => {
    if (!isRecording()) return undefined
    const { anonymousId, userId, groupId } = identity.get()
    const [timestamp, where] = here()
    const context = { page: where, groupId }
    const text = JSON.stringify({ messageId, timestamp, userId, anonymousId, context, ...event })
    delivery.add(text, urgent)
    return text
  }
  const { ask, forget, keep, open } = createAntechamber(storage)
  const capture: Host['capture'] = (event, properties, urgent, id) => {
    note(event, properties)
    const text = record({ type: 'track', event, properties }, urgent, id)
    ask('observe', [event, properties])
    return text
  }

  /** Nothing is stored or sent against somebody's will. */
  const obey = () => {
    storage.allow(isRecording())
    delivery.allow(isRecording())
  }
  const setConsent = (next: Consent) => {
    const before = consent
    consent = next
    if (next === 'denied') {
      held = []
      storage.allow(true)
      storage.clear()
      delivery.clear()
    } else if (before === 'pending') {
      // What an earlier visit has left counts, not what was guessed without looking there.
      storage.clear()
      identity.forget()
    }
    obey()
    if (next === 'denied') identity.change({ anonymousId: randomId() })
    if (next === 'granted') replay()
    if (before) ask('recheck')
  }
  /** `no-cache` lets the browser revalidate by ETag without a preflight; a header of ours would cause one. */
  const fetchConfig = async (): Promise<unknown> =>
    (await fetch(`${server}/v1/config?writeKey=${key}`, { cache: 'no-cache' })).json()
  const begin = () => {
    setConsent(refusesTracking() ? 'denied' : asked)
    followClicks(listen, run)
    listen(globalThis, 'online', delivery.retry)
    listen(document, 'visibilitychange', delivery.flush)
    listen(globalThis, 'pagehide', delivery.close)
    listen(globalThis, 'pagehide', () => {
      delivery.close()
      keep()
      // Somebody may sign in or out before the page is back from the back/forward cache.
      identity.forget()
    })
    listen(globalThis, 'pageshow', obey)
    // The page's own work goes first, but not for ever.
    ;(globalThis.requestIdleCallback ?? setTimeout)(guard(arrive), { timeout: 1000 })
  }
  const arrive = () => {
    setTimeout(settle, identity.get().userId ? 0 : SETTLE_AFTER)
    const host: Host = {
      now,
      storage,
      note,
      guard,
      listen,
      tell,
      recording: () => consent === 'granted',
      fetchConfig,
      config: fetchConfig().catch(() => {}),
      key,
      server,
      test,
      token,
      saved: delivery.persist,
      patrol: delivery.flush,
      route: () => page().path,
      who: identity.get,
      capture,
    }
    open(host, load, settled).catch(trouble)
    // Another tab signed in or out.
    listen(globalThis, 'storage', identity.forget)
  }
  const reset: Tidemark['reset'] = (how) => {
    forget()
    ask('reset')
    token.from({})
    identity.clear()
    if (!how?.forget) return
    delivery.clear()
    storage.clear()
  }
  /** Whoever it is now, what is open may no longer be for them. */
  const known = () => {
    settle()
    ask('recheck')
  }

  const calls: Readonly<Record<string, ((...args: never[]) => unknown) | null>> = {
    // What any object inherits is no call of ours.
    __proto__: null,
    reset,
    identify(id, traits = {}, source) {
      const before = identity.get().userId
      const userId = idOf(id) || before
      if (before && userId !== before) reset()
      identity.change({ userId, traits: { ...identity.get().traits, ...traits } })
      if (source) token.from(source)
      record({ type: 'identify', traits }, true)
      known()
    },
    group(id, traits = {}) {
      const groupId = idOf(id)
      if (!groupId) return
      const before = identity.get()
      const groupTraits = { ...(before.groupId === groupId && before.groupTraits), ...traits }
      identity.change({ groupId, groupTraits })
      record({ type: 'group', groupId, traits }, true)
      known()
    },
    alias(id, previousId = identity.get().anonymousId) {
      const userId = idOf(id)
      if (userId) record({ type: 'alias', userId, previousId }, true)
    },
    track(event: string, properties: Fields = {}) {
      if (event) capture(event, properties)
    },
    page(name = '', properties) {
      record({ type: 'page', name, properties: { ...here()[1], ...properties } })
    },
    setConsent,
    on(name, listener) {
      const hear = guard((said: string, news: never) => said === name && listener(news))
      listeners.add(hear)
      return () => void listeners.delete(hear)
    },
    flush: delivery.flush,
    debug(yes = true) {
      debug = yes
    },
  } satisfies Calls & { __proto__: null }
  /** Fields that JSON cannot hold (a cycle, say) are left out, and told while debugging: the call still counts. */
  const plain = guard((given: unknown) => {
    if (typeof given === 'object') JSON.stringify(given)
    return given
  }, {})
  /** Every call comes through here, by its name. */
  const run = guard((name: string, args: unknown[]) => {
    if (consent === 'pending' && held.length < HELD_CALLS) held.push([name, args, here()])
    const given = args.map(plain) as never[]
    const result = DECIDED.includes(name) ? ask(name as 'gate', given as never) : calls[name]?.(...given)
    // Afterwards: the call that begins to debug is answered, too, and the one that ends it is not.
    if (debug) ask('advise', [name, args])
    return result
  })
  /** Gates and limits have been answered: those only count now. */
  const replay = () => {
    const missed = held
    held = []
    for (const [name, args, scene] of missed) {
      replayed = scene
      if (RECORDED.test(name)) run(name, args)
    }
    replayed = undefined
    ask('catchUp', [missed])
  }
  guard(begin)()
  return run
}
