import type { Versioned } from './commands.ts'
import { compile, type Engine } from './core/engine.ts'
import { BALANCED } from './core/presets.ts'
import type { Store } from './store/store.ts'
import type { VersionRow } from './store/tables.ts'
import { findVersion, insertFirstVersion, latestVersion, type Publication } from './store/versions.ts'
import type { Model } from './wire/model.ts'

/** The compiled models. */
export type Engines = {
  /** The newest one that this process knows of. */
  current(): Engine
  at(version: number): Promise<Engine>
  /** Looks whether a newer one was published; true if so. */
  refresh(): Promise<boolean>
}

export const openEngines = async (store: Store): Promise<Engines> => {
  await insertFirstVersion(store.db, 'model', first('balanced preset', BALANCED))
  const compiled = new Map<number, Engine>()
  const engineOf = ({ version, value }: Pick<Versioned<Model>, 'version' | 'value'>): Engine => {
    const engine = compiled.get(version) ?? compile(value, version)
    compiled.set(version, engine)
    return engine
  }
  let current = engineOf(await readLatest<Model>(store, 'model'))
  return {
    current: () => current,
    at: async (version) => {
      const known = compiled.get(version)
      if (known) return known
      const row = await findVersion(store.db, 'model', version)
      return row ? engineOf(versioned<Model>(row)) : current
    },
    refresh: async () => {
      const before = current
      current = engineOf(await readLatest<Model>(store, 'model'))
      return current !== before
    },
  }
}

export const first = (by: string, value: unknown): VersionRow => ({
  version: 1,
  at: 0,
  made_by: by,
  value: JSON.stringify(value),
})

/** What is published now; there is always a first version. */
export const readLatest = async <T>(store: Store, of: Publication): Promise<Versioned<T>> => {
  const row = await latestVersion(store.db, of)
  if (!row) throw new Error(`There is no version of the ${of} yet.`)
  return versioned<T>(row)
}

const versioned = <T>(row: VersionRow): Versioned<T> => ({
  version: row.version,
  at: row.at,
  by: row.made_by,
  value: JSON.parse(row.value),
})
