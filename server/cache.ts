export type Cache<T> = {
  get(key: string): T | undefined
  set(key: string, value: T): void
  /** Says that something kept here grew by so many units. */
  grow(units: number): void
  /** Forgets one, which had grown by so many units. */
  delete(key: string, grown: number): void
  clear(): void
}

/**
 * A bounded map that keeps what is used: two generations, of which the older one is dropped when the younger one is
 * full. What is asked for moves to the younger one.
 */
export const createCache = <T>(units: number): Cache<T> => {
  let young = new Map<string, T>()
  let old = new Map<string, T>()
  let used = 0
  const set = (key: string, value: T): void => {
    young.set(key, value)
    used++
    if (used < units) return
    old = young
    young = new Map()
    used = 0
  }
  return {
    get: (key) => {
      const recent = young.get(key)
      if (recent !== undefined) return recent
      const kept = old.get(key)
      if (kept !== undefined) set(key, kept)
      return kept
    },
    set,
    grow: (more) => {
      used += more
    },
    delete: (key, grown) => {
      if (young.delete(key)) used -= grown + 1
      old.delete(key)
    },
    clear: () => {
      young = new Map()
      old = new Map()
      used = 0
    },
  }
}
