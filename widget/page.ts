/** Where an event happened. */
export type Page = { readonly path: string; readonly url: string; readonly referrer: string }

/** The route: the path, with that of a hash router behind it (`/app#/pricing`). */
export const routeOf = ({ pathname, hash }: { pathname: string; hash: string }) =>
  pathname + (/^#!?\//.test(hash) ? hash.replace(/\?.*/, '') : '')

/** An address without what may be private: only the query parameters in `keep` stay. '' when it is none. */
const strip = (address: string, keep: readonly string[]): string => {
  if (!address) return ''
  const url = new URL(address)
  const kept = new URLSearchParams([...url.searchParams].filter(([name]) => keep.includes(name))).toString()
  return url.origin + url.pathname + (kept && `?${kept}`) + routeOf(url).slice(url.pathname.length)
}

/** The page an event happened on; worked out once a route, because every event carries it. */
export const createPage = (keep: readonly string[]) => {
  let address = ''
  let page: Page = { path: '', url: '', referrer: '' }
  return (): Page => {
    if (location.href === address) return page
    address = location.href
    page = { path: routeOf(location), url: strip(address, keep), referrer: strip(document.referrer, keep) }
    return page
  }
}
