import type { View } from './queue.ts'

export type Route =
  | { readonly kind: 'queue'; readonly view: View }
  | { readonly kind: 'lead'; readonly id: string }
  | { readonly kind: 'review' }
  | { readonly kind: 'deliveries' }
  | { readonly kind: 'setup' }
  | { readonly kind: 'model' }
  | { readonly kind: 'prompts' }
  | { readonly kind: 'unknown' }

const PAGES = ['review', 'deliveries', 'setup', 'model', 'prompts'] as const

const VIEW_PATHS: Readonly<Record<string, View>> = {
  '': 'open',
  mine: 'mine',
  unclaimed: 'unclaimed',
  snoozed: 'snoozed',
  closed: 'closed',
  history: 'history',
}

const decode = (text: string): string | null => {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}

/** Reads `#/`, `#/mine`, `#/lead/<id>`, `#/review`, `#/deliveries`, `#/setup`, `#/model`, `#/prompts`. Anything can stand in an address bar: never throws. */
export const routeOf = (hash: string): Route => {
  const path = hash.replace(/^#\/?/, '')
  const view = Object.hasOwn(VIEW_PATHS, path) ? VIEW_PATHS[path] : undefined
  if (view) return { kind: 'queue', view }
  const page = PAGES.find((one) => one === path)
  if (page) return { kind: page }
  const id = path.startsWith('lead/') ? decode(path.slice('lead/'.length)) : null
  return id ? { kind: 'lead', id } : { kind: 'unknown' }
}

/** The one-time code of a sign-in link (`#code=...`), which must not stay in the address bar. */
export const codeOf = (hash: string): string | null => new URLSearchParams(hash.replace(/^#/, '')).get('code')

export const leadHref = (id: string): string => `#/lead/${encodeURIComponent(id)}`
export const viewHref = (view: View): string => (view === 'open' ? '#/' : `#/${view}`)
