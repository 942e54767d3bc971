import { computed, type ReadonlySignal, signal } from '@preact/signals'
import type { Model } from '../../wire/model.ts'
import type { ModelProgress, ModelTrial, ModelVersion, PublishedModel } from '../../wire/model-view.ts'
import { createPublishing, type Publishing } from '../publishing/publishing.ts'
import type { Api } from '../state/api.ts'
import { createResource, type Resource } from '../state/resource.ts'

/** What the model page knows and can do: a model is published after a look at what it would do. */
export type Editor = Publishing<Model, PublishedModel, ModelVersion> & {
  readonly progress: Resource<ModelProgress>
  /** What the draft as it stands would do. */
  readonly trial: ReadonlySignal<ModelTrial | null>
  readonly tryOut: () => Promise<unknown>
}

const FOLLOW_AFTER = 500

export const createEditor = (api: Api): Editor => {
  const progress = createResource(api.modelProgress)
  const tried = signal<{ readonly model: Model; readonly trial: ModelTrial } | null>(null)
  const follow = async () => {
    await progress.refresh()
    const now = progress.value.peek()
    if (now && now.startedAt !== null && now.finishedAt === null)
      setTimeout(() => void follow(), FOLLOW_AFTER)
  }
  const following = async <T>(answer: Promise<T>): Promise<T> => {
    const given = await answer
    void follow()
    return given
  }
  const publishing: Publishing<Model, PublishedModel, ModelVersion> = createPublishing({
    read: api.model,
    versions: api.modelVersions,
    diff: api.modelDiff,
    check: api.checkModel,
    // What was tried is what is published: it says on which version.
    publish: (model, reason, basedOn) =>
      following(api.publishModel(model, reason, tried.peek()?.trial.basedOn ?? basedOn)),
    rollBack: (version, reason) => following(api.rollBackModel(version, reason)),
    contentOf: ({ model }) => model,
  })
  return {
    ...publishing,
    progress,
    trial: computed(() =>
      tried.value && tried.value.model === publishing.edited.value ? tried.value.trial : null,
    ),
    tryOut: () =>
      publishing.run('trying', async () => {
        const model = publishing.edited.peek()
        if (model) tried.value = { model, trial: await api.tryModel(model) }
      }),
    refresh: async () => {
      await Promise.all([publishing.refresh(), follow()])
    },
  }
}
