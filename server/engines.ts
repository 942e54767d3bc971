import type { Versioned } from './commands.ts'
import { compile, type Engine } from './core/engine.ts'
import type { Plan } from './core/plan.ts'
import { BALANCED } from './core/presets.ts'
import type { Store } from './store/store.ts'
import type { VersionRow } from './store/tables.ts'
import {
  findVersion,
  insertFirstVersion,
  latestVersion,
  listVersions,
  type Publication,
} from './store/versions.ts'
import type { Model } from './wire/model.ts'

/** The compiled models. */
export type Engines = {
  /** The newest one that this process knows of. */
  current(): Engine
  at(version: number): Promise<Engine>
  /** The instant at which this version was published. */
  since(version: number): Promise<number>
  /** What profiles of this plan depend on; null if no version of the model asks for it. */
  readonly planned: (hash: string) => Promise<Plan | null>
  /** Looks whether a newer one was published; true if so. */
  refresh(): Promise<boolean>
}

type Published = { readonly engine: Engine; readonly at: number }

export const openEngines = async (store: Store): Promise<Engines> => {
  await insertFirstVersion(store.db, 'model', first('balanced preset', BALANCED))
  return readEngines(store)
}

/** The same for one that only reads: there must be a version. */
export const readEngines = async (store: Store): Promise<Engines> => {
  const known = new Map<number, Published>()
  const publishedAs = ({ version, at, value }: Versioned<Model>): Published => {
    const published = known.get(version) ?? { engine: compile(value, version), at }
    known.set(version, published)
    return published
  }
  let current = publishedAs(await readLatest<Model>(store, 'model')).engine
  const find = async (version: number): Promise<Published> => {
    const here = known.get(version)
    if (here) return here
    const row = await findVersion(store.db, 'model', version)
    if (!row) throw new Error(`There is no version ${version} of the model.`)
    return publishedAs(versioned<Model>(row))
  }
  return {
    current: () => current,
    at: async (version) => (await find(version)).engine,
    since: async (version) => (await find(version)).at,
    planned: async (hash) => {
      const isIt = ({ engine }: Published) => engine.plan === hash
      const here = [...known.values()].find(isIt)
      if (here) return here.engine.measures
      const versions = (await listVersions(store.db, 'model')).map((row) =>
        publishedAs(versioned<Model>(row)),
      )
      return versions.find(isIt)?.engine.measures ?? null
    },
    refresh: async () => {
      const before = current
      current = publishedAs(await readLatest<Model>(store, 'model')).engine
      return current !== before
    },
  }
}

export const first = (by: string, value: unknown): VersionRow => ({
  version: 1,
  at: 0,
  made_by: by,
  reason: '',
  value: JSON.stringify(value),
})

/** What is published now; there is always a first version. */
export const readLatest = async <T>(store: Store, of: Publication): Promise<Versioned<T>> => {
  const row = await latestVersion(store.db, of)
  if (!row) throw new Error(`There is no version of the ${of} yet.`)
  return versioned<T>(row)
}

export const versioned = <T>(row: VersionRow): Versioned<T> => ({
  version: row.version,
  at: row.at,
  by: row.made_by,
  reason: row.reason,
  value: JSON.parse(row.value),
})
