import type { Storage } from './storage.ts'

/** So many at most, whatever names an app makes up: the first to come are the first to go. */
const ITEMS = 500

/** Records by id under one name in storage; read afresh each time, because other tabs write them too. */
export const createShelf = <Item extends object>(storage: Storage, name: string) => {
  const all = (): Record<string, Item> => Object(storage.get(name))
  return {
    all: () => Object.values(all()),
    /** Own properties only: a feature may be called `constructor`. */
    get: (id: string): Item | undefined => (Object.hasOwn(all(), id) ? all()[id] : undefined),
    put(id: string, item: Item) {
      const items = Object.entries({ ...all(), [id]: item })
      storage.set(name, Object.fromEntries(items.slice(-ITEMS)))
    },
  }
}
