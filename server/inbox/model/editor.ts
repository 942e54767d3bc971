import { batch, computed, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { Model } from '../../wire/model.ts'
import type {
  ModelChange,
  ModelProgress,
  ModelTrial,
  ModelVersion,
  PublishedModel,
} from '../../wire/model-view.ts'
import type { Problem } from '../../wire/view.ts'
import type { Api, ApiError } from '../state/api.ts'
import { asApiError, createResource, type Resource } from '../state/resource.ts'
import { withValue } from './pointer.ts'

export type Mistake = NonNullable<Problem['problems']>[number]

/** What the model page knows and can do. The draft outlives the page: whoever looks at a lead meanwhile loses nothing. */
export type Editor = {
  readonly published: Resource<PublishedModel>
  readonly versions: Resource<ModelVersion[]>
  readonly progress: Resource<ModelProgress>
  readonly draft: ReadonlySignal<Model | null>
  readonly isChanged: ReadonlySignal<boolean>
  readonly mistakes: ReadonlySignal<readonly Mistake[]>
  readonly changes: ReadonlySignal<readonly ModelChange[]>
  readonly trial: ReadonlySignal<ModelTrial | null>
  readonly reason: Signal<string>
  readonly busy: ReadonlySignal<'trying' | 'publishing' | null>
  readonly failure: ReadonlySignal<ApiError | null>
  readonly set: (pointer: string, value: unknown) => void
  readonly replace: (model: Model) => void
  readonly discard: () => void
  readonly tryOut: () => Promise<void>
  /** True when it is in force. */
  readonly publish: () => Promise<boolean>
  readonly rollBack: (version: number, reason: string) => Promise<boolean>
  readonly refresh: () => Promise<void>
}

/** Mistakes are looked for once typing pauses. */
const CHECK_AFTER = 250
const FOLLOW_AFTER = 500

export const createEditor = (api: Api): Editor => {
  const published = createResource(api.model)
  const versions = createResource(api.modelVersions)
  const progress = createResource(api.modelProgress)
  const edited = signal<Model | null>(null)
  const mistakes = signal<readonly Mistake[]>([])
  const changes = signal<readonly ModelChange[]>([])
  const trial = signal<ModelTrial | null>(null)
  const reason = signal('')
  const busy = signal<'trying' | 'publishing' | null>(null)
  const failure = signal<ApiError | null>(null)
  const draft = computed(() => edited.value ?? published.value.value?.model ?? null)
  const isChanged = computed(() => edited.value !== null && changes.value.length + mistakes.value.length > 0)
  let waiting: ReturnType<typeof setTimeout> | undefined

  /** Notes what a call said against the draft; anything else went wrong in another way. */
  const note = (cause: unknown) => {
    const error = asApiError(cause)
    batch(() => {
      mistakes.value = error.problems
      failure.value = error.problems.length > 0 ? null : error
    })
  }
  const check = async () => {
    const model = edited.peek()
    if (!model) return
    try {
      const found = await api.checkModel(model)
      if (edited.peek() !== model) return
      batch(() => {
        mistakes.value = []
        failure.value = null
        changes.value = found
      })
    } catch (cause) {
      if (edited.peek() === model) note(cause)
    }
  }
  const replace = (model: Model | null) => {
    batch(() => {
      edited.value = model
      trial.value = null
      if (model === null) {
        mistakes.value = []
        changes.value = []
        reason.value = ''
        failure.value = null
      }
    })
    clearTimeout(waiting)
    waiting = setTimeout(() => void check(), CHECK_AFTER)
  }
  const run = async (doing: 'trying' | 'publishing', work: () => Promise<void>): Promise<boolean> => {
    busy.value = doing
    failure.value = null
    try {
      await work()
      return true
    } catch (cause) {
      note(cause)
      return false
    } finally {
      busy.value = null
    }
  }
  const follow = async () => {
    await progress.refresh()
    const now = progress.value.peek()
    if (now && now.startedAt !== null && now.finishedAt === null)
      setTimeout(() => void follow(), FOLLOW_AFTER)
  }
  const adopt = async (next: PublishedModel) => {
    published.set(next)
    replace(null)
    await Promise.all([versions.refresh(), follow()])
  }

  return {
    published,
    versions,
    progress,
    draft,
    isChanged,
    mistakes,
    changes,
    trial,
    reason,
    busy,
    failure,
    set: (pointer, value) => {
      const model = draft.peek()
      if (model) replace(withValue(model, pointer, value))
    },
    replace,
    discard: () => replace(null),
    tryOut: async () => {
      const model = edited.peek()
      if (!model) return
      await run('trying', async () => {
        const seen = await api.tryModel(model)
        if (edited.peek() !== model) return
        batch(() => {
          trial.value = seen
          changes.value = seen.changes
          mistakes.value = []
        })
      })
    },
    publish: () =>
      run('publishing', async () => {
        const model = edited.peek()
        const seen = trial.peek()
        if (model && seen) await adopt(await api.publishModel(model, reason.peek(), seen.basedOn))
      }),
    rollBack: (version, why) => run('publishing', async () => adopt(await api.rollBackModel(version, why))),
    refresh: async () => {
      await Promise.all([published.refresh(), versions.refresh(), follow()])
    },
  }
}
