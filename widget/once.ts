/**
 * Fetches a part once, and makes of it what is used. A network that failed may work the next time: by another address,
 * because Chromium up to 150 at least remembers what one failed to bring for as long as the page lives
 * (https://github.com/whatwg/html/issues/6768).
 */
export const once = <Module, Part>(
  load: () => Promise<Module>,
  use: (module: Module) => Part,
): (() => Promise<Part>) => {
  let next = load
  let fetched: Promise<Part> | undefined
  return () => {
    fetched ??= next()
      .then(use)
      .catch((cause: Error) => {
        fetched = undefined
        // Browsers end their message with it; bundlers, which fetch again by themselves, put theirs in brackets.
        const found = /http.*[^)]$/.exec(cause.message)
        if (found) next = () => import(/* @vite-ignore */ `${found[0]}?`)
        throw cause
      })
    return fetched
  }
}
