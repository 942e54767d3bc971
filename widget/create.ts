import { createAntechamber } from './antechamber.ts'
import type { Consent, News, Options, Tidemark } from './api.ts'
import { createCommands, type Write } from './commands.ts'
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

const now = () => Date.now()

/** Global Privacy Control (https://w3c.github.io/gpc/), which only a choice made here can override. */
const refusesTracking = () => !!(navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl

/** Puts the always loaded part together; `load` fetches moments.js. None of its calls throws. */
export const create = ({ key, server, test, ...options }: Options, load: LoadMoments) => {
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
  const guard = createGuard(trouble)
  const listen = createListen(guard)
  const listeners = new Set<readonly [name: keyof News, hear: (news: never) => void]>()
  const tell: Host['tell'] = (name, news) => {
    note(name, news)
    for (const [wanted, hear] of listeners) if (wanted === name) hear(news as never)
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
  const recording = () => consent !== 'denied'
  const page = createPage(options.keepQuery ?? [])
  const start = randomId()
  let count = 0
  /** Freezes an event: who, when, where and its id are settled now, however late and often it is sent. */
  const record: Write = (event, urgent, id = `${start}-${count++}`) => {
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
      storage.clear()
      delivery.clear()
    }
    storage.allow(isGranted)
    delivery.allow(isGranted)
    if (!recording()) identity.change({ anonymousId: randomId() })
  }
  /** `no-cache` lets the browser revalidate by ETag without a preflight; a header of ours would cause one. */
  const fetchConfig = async (): Promise<unknown> =>
    (await fetch(`${server}/v1/config?writeKey=${key}`, { cache: 'no-cache' })).json()
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
      config: fetchConfig().catch(() => {}),
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
  const commands: Tidemark = {
    ...createCommands({
      guard,
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
    on(name, listener) {
      const entry = [name, guard(listener)] as const
      listeners.add(entry)
      return () => void listeners.delete(entry)
    },
    flush: delivery.flush,
    debug(yes = true) {
      debugging = yes
    },
  }
  guard(begin)()
  const calls = new Map<string, (...args: never[]) => unknown>(Object.entries(commands))
  /** Every call comes through here, by its name. */
  const run = guard((name: string, args: unknown[]) => {
    if (debugging) ask('advise', [name, args])
    return calls.get(name)?.(...(args as never[]))
  })
  const api = Object.fromEntries(
    Object.keys(commands).map((name) => [name, (...args: unknown[]) => run(name, args)]),
  )
  return { run, api: api as unknown as Tidemark }
}
