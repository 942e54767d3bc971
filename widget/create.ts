import type { WireEvent } from '../server/wire/event.ts'
import { createAntechamber } from './antechamber.ts'
import type { Consent, Options, Tidemark } from './api.ts'
import { createCommands, UNKNOWN } from './commands.ts'
import { createDelivery } from './delivery.ts'
import { createGuard, createListen } from './guard.ts'
import type { Host, LoadMoments } from './host.ts'
import { createIdentity, randomId } from './identity.ts'
import { createPage } from './page.ts'
import type { ExpectReply } from './post.ts'
import { SECOND } from './span.ts'
import { createStorage } from './storage.ts'
import { createToken } from './token.ts'

/** Signals wait so long for `identify` when nobody is known yet; then they are an anonymous visitor's. */
const SETTLE_AFTER = SECOND

/** What a call answers that could not do its work. */
const INSTEAD: { readonly [name: string]: unknown } = {
  gate: UNKNOWN,
  on: () => {},
}

const now = () => Date.now()

/** Global Privacy Control (https://w3c.github.io/gpc/), which only a choice made here can override. */
const refusesTracking = () => !!(navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl

/**
 * Puts the always loaded part together; `load` fetches moments.js. None of its calls throws. On a server, where
 * there is no page, nothing starts and no call does anything.
 */
export const create = ({ key, server, test, ...options }: Options, load: LoadMoments): Tidemark => {
  let debugging = options.debug
  let consent: Consent | undefined
  let settle: () => void
  const settled = new Promise<void>((resolve) => {
    settle = resolve
  })
  const note: Host['note'] = (...what) => {
    // oxlint-disable-next-line no-console -- asked for by debug()
    if (debugging) console.info('[tidemark]', ...what)
  }
  const trouble = (cause: unknown) => note('error', cause)
  const onDrop = (events: number, reason: string) => tell('drop', { events, reason })
  const guard = createGuard(trouble)
  const listen = createListen(guard)
  const news = new EventTarget()
  const tell: Host['tell'] = (name, detail) => {
    note(name, detail)
    news.dispatchEvent(new CustomEvent(name, { detail }))
  }
  const storage = createStorage(`tidemark.${key}.`)
  const identity = createIdentity(storage)
  const token = createToken(now, trouble)
  const expectReply: ExpectReply = () => {
    const { userId } = identity.get()
    return guard((text) => ask('onReply', [text, userId]))
  }
  const delivery = createDelivery({ key, server, storage, token, now, onDrop, expectReply })
  const recording = () => consent !== 'denied'
  const page = createPage(options.keepQuery ?? [])
  const start = randomId()
  let count = 0
  /** Freezes an event: who, when, where and its id are settled now, however late and often it is sent. */
  const record = (event: Partial<WireEvent>, urgent?: boolean, id = `${start}-${count++}`) => {
    if (!recording()) return undefined
    const { anonymousId, userId, groupId } = identity.get()
    const text = JSON.stringify({
      messageId: id,
      timestamp: now(),
      anonymousId,
      userId,
      ...event,
      context: { page: page(), groupId },
    })
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

  const setConsent = (next: Consent) => {
    const isGranted = next === 'granted' && !test
    consent = next
    if (!recording()) {
      storage.allow(true)
      // Looking into a database would create it, so only where there may be one.
      if (storage.clear()) delivery.clear()
    }
    storage.allow(isGranted)
    delivery.allow(isGranted)
    if (!recording()) identity.change({ anonymousId: randomId() })
  }
  /** `no-cache` lets the browser revalidate by ETag without a preflight; a header of ours would cause one. */
  const fetchConfig = async (): Promise<unknown> => {
    try {
      return await (await fetch(`${server}/v1/config?writeKey=${key}`, { cache: 'no-cache' })).json()
    } catch {
      return undefined
    }
  }
  const begin = () => {
    setConsent(refusesTracking() ? 'denied' : (options.consent ?? 'granted'))
    delivery.start(listen)
    listen(globalThis, 'pagehide', keep)
    // The page's own work goes first, but not for ever.
    const go = guard(arrive)
    void (globalThis.requestIdleCallback?.(go, { timeout: 1000 }) ?? setTimeout(go))
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
      recording,
      fetchConfig,
      config: fetchConfig(),
      key,
      server,
      test,
      token,
      saved: delivery.persist,
      route: () => page().path,
      who: identity.get,
      capture,
    }
    open(host, load, settled).catch(trouble)
    // Another tab signed in or out.
    listen(globalThis, 'storage', identity.forget)
  }
  const api: Tidemark = {
    ...createCommands({
      ask,
      forget,
      delivery,
      identity,
      capture,
      record,
      storage,
      token,
      page,
      settle: () => settle(),
    }),
    setConsent,
    on: (name, listener) => listen(news, name, (event) => listener((event as CustomEvent).detail)),
    flush: delivery.flush,
    debug(yes = true) {
      debugging = yes
    },
  }
  const inPage = !!globalThis.document
  if (inPage) guard(begin)()
  const calls = api as unknown as Record<string, (...args: never[]) => unknown>
  for (const [name, call] of Object.entries(calls)) {
    const instead = INSTEAD[name]
    // `show` and `explain` answer on a server too: that they do not know.
    calls[name] = guard(inPage || /^sh|ex/.test(name) ? call : () => instead, instead)
  }
  return api
}
