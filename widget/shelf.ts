import type { Storage } from './storage.ts'

/** Records by id under one name in storage; read afresh each time, because other tabs write them too. */
export const createShelf = <Item extends object>(storage: Storage, name: string) => {
  const all = (): Record<string, Item> => Object(storage.get(name))
  return {
    all: () => Object.entries(all()),
    /** Own properties only: a feature may be called `constructor`. */
    get: (id: string): Item | undefined => (Object.hasOwn(all(), id) ? all()[id] : undefined),
    put: (id: string, item: Item) => storage.set(name, { ...all(), [id]: item }),
  }
}
