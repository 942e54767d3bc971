/** Fetches once. A network that failed may work the next time. */
export const once = <Part>(fetch: () => Promise<Part>): (() => Promise<Part>) => {
  let fetched: Promise<Part> | undefined
  return () => {
    fetched ??= fetch().catch((cause: unknown) => {
      fetched = undefined
      throw cause
    })
    return fetched
  }
}
