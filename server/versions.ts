import type { ModelVersionRow, PromptVersionRow, Versioned } from './commands.ts'
import { versioned } from './engines.ts'
import type { Store } from './store/store.ts'
import { findVersion, listVersions } from './store/versions.ts'
import type { Model } from './wire/model.ts'
import type { PromptSet } from './wire/prompt.ts'

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

/** Every version of the prompts, the newest first. */
export const promptVersions = async ({ db }: Store): Promise<PromptVersionRow[]> =>
  (await listVersions(db, 'prompts')).map((row) => {
    const { version, at, by, reason, value } = versioned<PromptSet>(row)
    const drafts = value.prompts.filter(({ draft }) => draft).length
    return { version, at, by, reason, enabled: value.enabled, prompts: value.prompts.length - drafts, drafts }
  })

export const promptVersion = async ({ db }: Store, version: number): Promise<Versioned<PromptSet> | null> => {
  const row = await findVersion(db, 'prompts', version)
  return row && versioned<PromptSet>(row)
}
