import { batch, computed, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { ModelChange, PublishedModel } from '../../wire/model-view.ts'
import type { Problem } from '../../wire/view.ts'
import type { ApiError } from '../state/api.ts'
import { asApiError, createResource, type Resource } from '../state/resource.ts'
import { withValue } from './pointer.ts'

export type Mistake = NonNullable<Problem['problems']>[number]
/** What every version says of itself. */
export type Stamp = Omit<PublishedModel, 'model'>
type Doing = 'trying' | 'publishing'

/** The server's side of something that is published in versions. */
type Calls<Doc, Published extends Stamp, Version extends Stamp> = {
  readonly read: () => Promise<Published>
  readonly versions: () => Promise<Version[]>
  readonly diff: (from: number, to: number) => Promise<ModelChange[]>
  /** What a draft would change; what is wrong with it is a refusal. */
  readonly check: (draft: Doc) => Promise<readonly ModelChange[]>
  readonly publish: (draft: Doc, reason: string, basedOn: number) => Promise<Published>
  readonly rollBack: (version: number, reason: string) => Promise<Published>
  readonly contentOf: (published: Published) => Doc
  /** How a field's value is put in. @default as it is given */
  readonly put?: (draft: Doc, pointer: string, value: unknown) => Doc
}

type Shown<T> = Omit<Resource<T>, 'set'>

/** What is in force, its history, and a draft of the next version, whatever it is that is published. */
export type Versioned<Version extends Stamp = Stamp> = {
  readonly published: Shown<Stamp>
  readonly versions: Shown<Version[]>
  /** What was edited, else what is in force. */
  readonly draft: ReadonlySignal<unknown>
  readonly isChanged: ReadonlySignal<boolean>
  readonly mistakes: ReadonlySignal<readonly Mistake[]>
  readonly changes: ReadonlySignal<readonly ModelChange[]>
  readonly reason: Signal<string>
  readonly busy: ReadonlySignal<Doing | null>
  readonly failure: ReadonlySignal<ApiError | null>
  readonly set: (pointer: string, value: unknown) => void
  readonly discard: () => void
  /** True when it is in force. */
  readonly publish: () => Promise<boolean>
  readonly rollBack: (version: number, reason: string) => Promise<boolean>
  readonly diff: (from: number, to: number) => Promise<ModelChange[]>
  readonly refresh: () => Promise<void>
}

/** The same with its types, for the page that owns it. The draft outlives that page. */
export type Publishing<Doc, Published extends Stamp, Version extends Stamp> = Omit<
  Versioned<Version>,
  'published' | 'draft'
> & {
  readonly published: Resource<Published>
  readonly draft: ReadonlySignal<Doc | null>
  /** What was edited; null = nothing. */
  readonly edited: ReadonlySignal<Doc | null>
  readonly replace: (draft: Doc) => void
  /** Runs a call, and keeps what it says against the draft; false when it failed. */
  readonly run: (doing: Doing, work: () => Promise<void>) => Promise<boolean>
}

/** Mistakes are looked for once typing pauses. */
const CHECK_AFTER = 250

export const createPublishing = <Doc, Published extends Stamp, Version extends Stamp>({
  put = withValue,
  ...calls
}: Calls<Doc, Published, Version>): Publishing<Doc, Published, Version> => {
  const published = createResource(calls.read)
  const versions = createResource(calls.versions)
  const edited = signal<Doc | null>(null)
  const mistakes = signal<readonly Mistake[]>([])
  const changes = signal<readonly ModelChange[]>([])
  const reason = signal('')
  const busy = signal<Doing | null>(null)
  const failure = signal<ApiError | null>(null)
  const draft = computed(
    () => edited.value ?? (published.value.value && calls.contentOf(published.value.value)),
  )
  let waiting: ReturnType<typeof setTimeout> | undefined

  /** Why the last look at the draft failed: the only failure that the next look takes back. */
  let unseen: ApiError | null = null

  const note = (cause: unknown): ApiError => {
    const error = asApiError(cause)
    batch(() => {
      mistakes.value = error.problems
      failure.value = error.problems.length > 0 ? null : error
    })
    return error
  }
  const check = async () => {
    const checked = draft.peek()
    if (!checked) return
    try {
      const found = await calls.check(checked)
      if (draft.peek() !== checked) return
      batch(() => {
        mistakes.value = []
        if (failure.peek() === unseen) failure.value = null
        changes.value = found
      })
    } catch (cause) {
      if (draft.peek() === checked) unseen = note(cause)
    }
  }
  const replace = (next: Doc | null) => {
    batch(() => {
      edited.value = next
      failure.value = null
    })
    clearTimeout(waiting)
    waiting = setTimeout(() => void check(), CHECK_AFTER)
  }
  const discard = () =>
    batch(() => {
      replace(null)
      mistakes.value = []
      changes.value = []
      reason.value = ''
    })
  const adopt = async (next: Published) => {
    batch(() => {
      published.set(next)
      discard()
    })
    await versions.refresh()
  }
  const run = async (doing: Doing, work: () => Promise<void>): Promise<boolean> => {
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

  return {
    published,
    versions,
    edited,
    draft,
    isChanged: computed(() => edited.value !== null && changes.value.length + mistakes.value.length > 0),
    mistakes,
    changes,
    reason,
    busy,
    failure,
    set: (pointer, value) => {
      const current = draft.peek()
      if (current) replace(put(current, pointer, value))
    },
    replace,
    discard,
    publish: () =>
      run('publishing', async () => {
        const next = edited.peek()
        const basedOn = published.value.peek()?.version
        if (next && basedOn !== undefined) await adopt(await calls.publish(next, reason.peek(), basedOn))
      }),
    rollBack: (version, why) => run('publishing', async () => adopt(await calls.rollBack(version, why))),
    diff: calls.diff,
    run,
    refresh: async () => {
      await Promise.all([published.refresh(), versions.refresh()])
      await check()
    },
  }
}
