import { signal } from '@preact/signals'

/** Where the person is: path and query. */
export const place = signal(new URL(location.href))

addEventListener('popstate', () => {
  place.value = new URL(location.href)
})

/** Goes to a path of this app without loading the page. */
export const go = (path: string) => {
  history.pushState(null, '', path)
  place.value = new URL(location.href)
  scrollTo(0, 0)
}

/** Lets a plain click on a link of this app stay in it; every other click is the browser's. */
export const stayInside = (event: MouseEvent) => {
  const link = event.target instanceof Element ? event.target.closest('a') : null
  const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey
  if (!link || !isPlain || event.defaultPrevented || link.origin !== location.origin) return
  if (link.target || link.pathname.startsWith('/hooks/')) return
  event.preventDefault()
  go(link.pathname + link.search)
}
