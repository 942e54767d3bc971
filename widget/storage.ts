/** Small named JSON values of one write key: on disk as far as allowed and possible, in memory always. */
export type Storage = {
  /** `undefined` when absent, or when what lies there is not JSON. */
  get(name: string): unknown
  /** `undefined` removes. Never throws: a full or forbidden disk leaves the value in memory. */
  set(name: string, value: unknown): void
  /** Names that start so, whichever tab wrote them. */
  names(start: string): string[]
  /** Consent came or went. Values set before it came move to the disk. */
  allow(allowed: boolean): void
  /** Removes everything, from the disk too; true when there was something. */
  clear(): boolean
  /** Runs when another tab changed this name. Returns its undo. */
  onChange(name: string, listener: () => void): () => void
}

/** A stored pair, or two zeros where there is none. */
export const pairIn = (value: unknown): readonly [unknown, unknown] =>
  Array.isArray(value) ? [value[0], value[1]] : [0, 0]

/**
 * localStorage under a prefix. It throws when touched in a sandboxed frame, when blocked by the user and when full,
 * and other scripts write to it too: nothing read from it is believed unchecked.
 */
export const createStorage = (prefix: string): Storage => {
  /** What the disk did not take. */
  const memory = new Map<string, string>()
  let disk: globalThis.Storage | null = null

  /** The disk's answer, or `otherwise` where there is none. */
  const attempt = <T>(ask: (disk: globalThis.Storage) => T, otherwise: T): T => {
    try {
      return disk ? ask(disk) : otherwise
    } catch {
      return otherwise
    }
  }
  const reach = (allowed: boolean) => {
    try {
      disk = allowed ? localStorage : null
    } catch {
      disk = null
    }
  }
  const write = (name: string, text: string) => {
    const written = attempt((all) => {
      all.setItem(prefix + name, text)
      return true
    }, false)
    if (written) memory.delete(name)
    else memory.set(name, text)
  }
  const remove = (name: string) => {
    memory.delete(name)
    attempt((all) => all.removeItem(prefix + name), undefined)
  }
  const names = (start: string) =>
    attempt((all) => Object.keys(all), [])
      .filter((key) => key.startsWith(prefix))
      .map((key) => key.slice(prefix.length))
      .concat([...memory.keys()])
      .filter((name) => name.startsWith(start))

  return {
    get(name) {
      const text = memory.get(name) ?? attempt((all) => all.getItem(prefix + name), null)
      try {
        return text ? JSON.parse(text) : undefined
      } catch {
        return undefined
      }
    },
    set(name, value) {
      if (value === undefined) remove(name)
      else write(name, JSON.stringify(value))
    },
    names,
    allow(allowed) {
      reach(allowed)
      memory.forEach((text, name) => write(name, text))
    },
    clear() {
      const before = disk
      reach(true)
      const all = names('')
      for (const name of all) remove(name)
      disk = before
      return all.length > 0
    },
    onChange(name, listener) {
      const heard = (event: StorageEvent) => {
        if (event.key === prefix + name) listener()
      }
      addEventListener('storage', heard)
      return () => removeEventListener('storage', heard)
    },
  }
}
