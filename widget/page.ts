/** Where an event happened. `path` is the route: with that of a hash router behind it (`/app#/pricing`). */
export type Page = { readonly path: string; readonly url: string; readonly referrer: string }

/** An address without what may be private: only the query parameters in `keep` stay. */
const clean = (address: string, keep: readonly string[]): URL => {
  const url = new URL(address)
  // oxlint-disable-next-line no-useless-spread -- a copy: deleting moves what is iterated
  for (const name of [...url.searchParams.keys()]) if (!keep.includes(name)) url.searchParams.delete(name)
  url.hash = /^#!?\/[^?]*/.exec(url.hash)?.[0] ?? ''
  return url
}

type Navigation = { readonly currentEntry: unknown }

/** The page an event happens on; worked out once a route, because every event carries it. */
export const createPage = (keep: readonly string[] = []) => {
  const { navigation } = globalThis as { navigation?: Navigation }
  let seen: unknown
  let page: Page
  return (): Page => {
    // Each route has an entry of its own, and asking for the address would be a third of an event's cost.
    const here = navigation?.currentEntry ?? location.href
    if (here !== seen) {
      seen = here
      const { pathname, hash, href } = clean(location.href, keep)
      const from = document.referrer
      page = { path: pathname + hash, url: href, referrer: from && clean(from, keep).href }
    }
    return page
  }
}
