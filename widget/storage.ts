/** Small named JSON values of one write key: on disk where that is allowed and works, else in memory. */
export type Storage = {
  /** `null` when absent, `undefined` when what lies there is not JSON. */
  get(name: string): unknown
  /** `undefined` removes. Never throws: what a full or forbidden disk does not take stays in memory. */
  set(name: string, value?: unknown): void
  /** Names that start so, whichever tab wrote them. */
  names(start: string): string[]
  /** Consent came or went. Values set before it came move to the disk. */
  allow(allowed: boolean): void
  /** Removes everything. */
  clear(): void
}

/**
 * localStorage under a prefix. It throws when touched in a sandboxed frame, when blocked by the user and when full,
 * and other scripts write to it too: nothing read from it is believed unchecked.
 */
export const createStorage = (prefix: string): Storage => {
  /** What the disk did not take, by the same keys. */
  const memory = new Map<string, string>()
  let isAllowed = false

  /** The disk's answer; null where there is none. */
  const ask = <T>(question: (disk: globalThis.Storage) => T): T | null => {
    try {
      return isAllowed ? question(localStorage) : null
    } catch {
      return null
    }
  }
  /** No text: nothing is there. */
  const write = (text: string | undefined, key: string) => {
    if (text) memory.set(key, text)
    else memory.delete(key)
    ask((disk) => {
      if (text) disk.setItem(key, text)
      else disk.removeItem(key)
      memory.delete(key)
    })
  }
  const set = (name: string, value?: unknown) => write(JSON.stringify(value), prefix + name)
  const names = (start: string) =>
    [...(ask(Object.keys) ?? []), ...memory.keys()]
      .filter((key) => key.startsWith(prefix + start))
      .map((key) => key.slice(prefix.length))

  return {
    names,
    get(name) {
      try {
        return JSON.parse((memory.get(prefix + name) ?? ask((disk) => disk.getItem(prefix + name))) as string)
      } catch {
        return undefined
      }
    },
    set,
    allow(allowed) {
      isAllowed = allowed
      memory.forEach(write)
    },
    clear() {
      for (const name of names('')) set(name)
    },
  }
}
