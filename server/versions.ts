import type { ModelVersionRow, Versioned } from './commands.ts'
import { versioned } from './engines.ts'
import type { Store } from './store/store.ts'
import { findVersion, listVersions } from './store/versions.ts'
import type { Model } from './wire/model.ts'

/** Every version of the model, the newest first. */
export const modelVersions = async ({ db }: Store): Promise<ModelVersionRow[]> =>
  (await listVersions(db, 'model')).map((row) => {
    const { version, at, by, reason, value } = versioned<Model>(row)
    return { version, at, by, reason, name: value.name }
  })

export const modelVersion = async ({ db }: Store, version: number): Promise<Versioned<Model> | null> => {
  const row = await findVersion(db, 'model', version)
  return row && versioned<Model>(row)
}
