/** Where an event happened. `path` is the route: with that of a hash router behind it (`/app#/pricing`). */
export type Page = { readonly path: string; readonly url: string; readonly referrer: string }

/**
 * An address, and the route in it, without what may be private: only the query parameters in `keep` stay. Cut as text: a
 * page's first `URL`, like any expression that is run twice, would be a tenth of a millisecond of the tracker's start.
 */
const clean = (address: string, keep: readonly string[]) => {
  const before = address.split('#', 1).join()
  const place = before.split('?', 1).join()
  const isKept = (pair: string) => keep.some((name) => new URLSearchParams(pair).has(name))
  const kept = before
    .slice(place.length + 1)
    .split('&')
    .filter(isKept)
    .join('&')
  const hash = address.slice(before.length).split('?', 1).join()
  const route = hash.replace('!', '')[1] === '/' ? hash : ''
  return {
    url: place + (kept && `?${kept}`) + route,
    path: place.slice(place.split('/', 3).join('/').length) + route,
  }
}

/** The page an event happens on; worked out once a route, because every event carries it. */
export const createPage = (keep: readonly string[] = []) => {
  let seen: string | undefined
  let page: Page
  return (): Page => {
    // Asking for `location.href` would be a third of an event's cost; but this one may hold a name and a password.
    const here = document.URL
    if (here !== seen) {
      seen = here
      page = { ...clean(location.href, keep), referrer: clean(document.referrer, keep).url }
    }
    return page
  }
}
