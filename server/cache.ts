export type Cache<T> = {
  get(key: string): T | undefined
  /** Without counting as a use. */
  has(key: string): boolean
  set(key: string, value: T, units?: number): void
  /** Says that something kept here grew by so many units. */
  grow(key: string, units: number): void
  delete(key: string): void
  values(): Iterable<T>
  clear(): void
}

type Kept<T> = { readonly value: T; units: number; isUsed: boolean }

/** Room is made for many at once: to find the first of a map is to pass by all that was deleted before it. */
const SPARE = 1 / 32

/**
 * A bounded map that keeps what is used: what was asked for since it came, or since it was last passed over, is passed
 * over when room is made.
 */
export const createCache = <T>(units: number): Cache<T> => {
  const all = new Map<string, Kept<T>>()
  let used = 0
  const remove = (key: string, kept: Kept<T>): void => {
    all.delete(key)
    used -= kept.units
  }
  const makeRoom = (): void => {
    if (used <= units) return
    for (const [key, kept] of all) {
      if (used <= units * (1 - SPARE)) return
      remove(key, kept)
      if (kept.isUsed) add(key, { ...kept, isUsed: false })
    }
  }
  const add = (key: string, kept: Kept<T>): void => {
    all.set(key, kept)
    used += kept.units
  }
  return {
    get: (key) => {
      const kept = all.get(key)
      if (kept && !kept.isUsed) kept.isUsed = true
      return kept?.value
    },
    has: (key) => all.has(key),
    set: (key, value, ofIt = 1) => {
      const former = all.get(key)
      if (former) remove(key, former)
      add(key, { value, units: ofIt, isUsed: false })
      makeRoom()
    },
    grow: (key, more) => {
      const kept = all.get(key)
      if (!kept) return
      kept.units += more
      used += more
      makeRoom()
    },
    delete: (key) => {
      const kept = all.get(key)
      if (kept) remove(key, kept)
    },
    values: () => [...all.values()].map(({ value }) => value),
    clear: () => {
      all.clear()
      used = 0
    },
  }
}
