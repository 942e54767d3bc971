import type { Listen } from './guard.ts'

type Navigation = EventTarget
type Call = (...args: unknown[]) => unknown

/** Wraps a method of `history`, for browsers without the Navigation API. The page's own call comes first, unchanged. */
const wrap = (name: 'pushState' | 'replaceState', after: () => void) => {
  const original = history[name] as Call
  history[name] = function (this: History, ...args: unknown[]) {
    const result = original.apply(this, args)
    after()
    return result
  } as Call
}

/** Runs `listener` with each route the person comes to, the first one included: page load, SPA or hash router. */
export const onRoute = (listen: Listen, route: () => string, listener: (route: string) => void) => {
  let current: string | undefined
  const look = () => {
    const next = route()
    if (next === current) return
    current = next
    listener(next)
  }
  // From the back/forward cache a person comes to the route anew.
  listen(globalThis, 'pageshow', (event) => {
    if ((event as PageTransitionEvent).persisted) current = undefined
    look()
  })
  const { navigation } = globalThis as { navigation?: Navigation }
  if (navigation) listen(navigation, 'currententrychange', look)
  else {
    listen(globalThis, 'popstate', look)
    listen(globalThis, 'hashchange', look)
    wrap('pushState', look)
    wrap('replaceState', look)
  }
  look()
}
