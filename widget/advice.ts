import type { Host } from './host.ts'
import { DAY } from './span.ts'

type Wish = { readonly call: string; readonly fits: (...args: readonly unknown[]) => boolean }

const isText = (value: unknown) => typeof value === 'string' && value !== ''
const isId = (value: unknown) => isText(value) || Number.isFinite(value)
const isNone = (value: unknown) => value === undefined
const isObject = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value)
const isFields = (value: unknown) => isNone(value) || isObject(value)
const isReading = (value: unknown) => {
  const { used, max } = Object(value)
  return Number.isFinite(used) && used >= 0 && Number(max) === max && max > 0
}
const isCall = (value: unknown) => typeof value === 'function'
const NEWS = ['ready', 'prompt', 'call', 'limit', 'drop', 'test']
const CONSENT = ['granted', 'pending', 'denied']
const DAYS = (value: unknown) => isNone(value) || Number(value) > 0

/** How each call is written, and whether what it was given will do. */
const WISHES: Readonly<Record<string, Wish>> = {
  identify: {
    call: "identify('your user id', { plan: 'free' }) once you know who it is",
    fits: (id, traits, source) => isId(id) && isFields(traits) && isFields(source),
  },
  group: {
    call: "group('your account id', { plan: 'free' })",
    fits: (id, traits) => isId(id) && isFields(traits),
  },
  alias: {
    call: "alias('your user id')",
    fits: (id, previous) => isId(id) && (isNone(previous) || isText(previous)),
  },
  track: {
    call: "track('Report Exported', { format: 'pdf' })",
    fits: (event, properties) => isText(event) && isFields(properties),
  },
  page: {
    call: "page('Reports')",
    fits: (name, properties) => (isNone(name) || typeof name === 'string') && isFields(properties),
  },
  limit: {
    call: "limit('records', { used: 80, max: 100 }), with max above 0; Infinity where there is no limit",
    fits: (name, reading) => isText(name) && isReading(reading),
  },
  gate: { call: "gate('feature')", fits: isText },
  show: { call: "show('prompt id')", fits: isText },
  explain: { call: "explain() or explain('prompt id')", fits: (id) => isNone(id) || isText(id) },
  snooze: { call: "snooze('prompt id', 7)", fits: (id, days) => isText(id) && DAYS(days) },
  mute: { call: "mute('prompt id')", fits: isText },
  setConsent: { call: `setConsent('${CONSENT.join("' | '")}')`, fits: (to) => CONSENT.includes(String(to)) },
  reset: { call: 'reset() or reset({ forget: true })', fits: isFields },
  on: {
    call: `on('${NEWS.join("' | '")}', (news) => {})`,
    fits: (name, listener) => NEWS.includes(String(name)) && isCall(listener),
  },
  flush: { call: 'flush()', fits: () => true },
  debug: { call: 'debug()', fits: () => true },
}

const shown = (value: unknown): string => {
  if (isCall(value)) return 'a function'
  try {
    return JSON.stringify(value) ?? String(value)
  } catch {
    return String(value)
  }
}

/**
 * Tells what is wrong with a call and how to write it; nothing when it is as it should be. `debug` itself is told that it
 * works: there may be nothing else to say for long.
 */
export const advice = (name: string, args: readonly unknown[], tell: (said: string) => void) => {
  if (name === 'debug' && args[0] !== false) return tell(`debugging; ${WISHES['explain']?.call} says more`)
  const wish = Object.hasOwn(WISHES, name) ? WISHES[name] : undefined
  if (wish?.fits(...args)) return
  const wanted = wish
    ? `wanted ${wish.call}`
    : `there is no such call, only ${Object.keys(WISHES).join(', ')}`
  tell(`given ${name}(${args.map(shown).join(', ')}); ${wanted}`)
}

/** What was held back today, on this device, before anybody looked. */
const recall = ({ note, now, storage }: Pick<Host, 'note' | 'now' | 'storage'>) => {
  const today = Math.floor(now() / DAY)
  for (const [promptId, told] of Object.entries(Object(storage.get('told')))) {
    const [day, ...reasons] = Array.isArray(told) ? told : []
    if (day === today) note(`prompt ${promptId}`, `held back earlier today: ${reasons.join(', ')}`)
  }
}

/** When debugging begins; from then on it is asked about each call. */
export const createAdvice = (host: Pick<Host, 'note' | 'now' | 'storage'>) => {
  recall(host)
  return (name: string, args: readonly unknown[]) => advice(name, args, host.note)
}
