/** Small named JSON values of one write key: on disk where that is allowed and works, else in memory. */
export type Storage = {
  /** `undefined` when absent, or when what lies there is not JSON. */
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

  /** The disk's answer; undefined where there is none. */
  const ask = <T>(question: (disk: globalThis.Storage) => T): T | undefined => {
    try {
      return isAllowed ? question(localStorage) : undefined
    } catch {
      return undefined
    }
  }
  const write = (text: string, key: string) => {
    memory.set(key, text)
    ask((disk) => {
      disk.setItem(key, text)
      memory.delete(key)
    })
  }
  const remove = (name: string) => {
    memory.delete(prefix + name)
    ask((disk) => disk.removeItem(prefix + name))
  }
  const names = (start: string) =>
    [...(ask(Object.keys) ?? []), ...memory.keys()]
      .filter((key) => key.startsWith(prefix + start))
      .map((key) => key.slice(prefix.length))

  return {
    names,
    get(name) {
      try {
        // Not parsed when absent: an error costs a cold page more than all the rest of the start.
        const text = memory.get(prefix + name) ?? ask((disk) => disk.getItem(prefix + name))
        return text ? JSON.parse(text) : undefined
      } catch {
        return undefined
      }
    },
    set(name, value) {
      if (value === undefined) remove(name)
      else write(JSON.stringify(value), prefix + name)
    },
    allow(allowed) {
      isAllowed = allowed
      memory.forEach(write)
    },
    clear: () => names('').forEach(remove),
  }
}
