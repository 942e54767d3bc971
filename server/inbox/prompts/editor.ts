import { batch, computed, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { ModelChange } from '../../wire/model-view.ts'
import type { DraftablePrompt, PromptSet, PublicConfig } from '../../wire/prompt.ts'
import type { PromptCount, PromptVersion, PublishedPrompts } from '../../wire/prompt-view.ts'
import type { Mistake } from '../model/editor.ts'
import { valueAt, withValue } from '../model/pointer.ts'
import type { Api, ApiError } from '../state/api.ts'
import { asApiError, createResource, type Resource } from '../state/resource.ts'

/** What the prompts page knows and can do. What was edited outlives the page. */
export type PromptEditor = {
  readonly published: Resource<PublishedPrompts>
  readonly versions: Resource<PromptVersion[]>
  readonly counts: Resource<PromptCount[]>
  readonly draft: ReadonlySignal<PromptSet | null>
  /** Which prompt is edited, by its place; null = none. */
  readonly selected: Signal<number | null>
  readonly mistakes: ReadonlySignal<readonly Mistake[]>
  readonly changes: ReadonlySignal<readonly ModelChange[]>
  /** The last state without mistakes, as browsers would get it. */
  readonly preview: ReadonlySignal<PublicConfig | null>
  readonly reason: Signal<string>
  readonly isBusy: ReadonlySignal<boolean>
  readonly failure: ReadonlySignal<ApiError | null>
  readonly set: (pointer: string, value: unknown) => void
  readonly add: () => void
  readonly remove: (index: number) => void
  readonly discard: () => void
  /** True when it is in force. */
  readonly publish: () => Promise<boolean>
  readonly rollBack: (version: number, reason: string) => Promise<boolean>
  readonly turn: (enabled: boolean) => Promise<boolean>
  readonly refresh: () => Promise<void>
}

/** Mistakes are looked for once typing pauses. */
const CHECK_AFTER = 250

/** What was emptied within a prompt goes with what held it: an empty list of conditions would be one. */
const put = (set: PromptSet, pointer: string, value: unknown): PromptSet => {
  let next = withValue(set, pointer, value)
  if (value !== undefined) return next
  for (let at = parentOf(pointer); /^\/prompts\/\d+\/./.test(at); at = parentOf(at)) {
    const holder = valueAt(next, at)
    if (typeof holder !== 'object' || holder === null || Object.keys(holder).length > 0) break
    next = withValue(next, at, undefined)
  }
  return next
}
const parentOf = (pointer: string): string => pointer.slice(0, pointer.lastIndexOf('/'))

const fresh = ({ prompts }: PromptSet): DraftablePrompt => {
  const ids = new Set(prompts.map(({ id }) => id))
  let n = prompts.length + 1
  while (ids.has(`prompt-${n}`)) n++
  return {
    id: `prompt-${n}`,
    draft: true,
    format: 'slide-in',
    trigger: { kind: 'manual' },
    title: 'A new prompt',
    body: '',
    primary: { kind: 'contact', label: 'Talk to us' },
  }
}

export const createPromptEditor = (api: Api): PromptEditor => {
  const published = createResource(api.prompts)
  const versions = createResource(api.promptVersions)
  const counts = createResource(api.promptCounts)
  const edited = signal<PromptSet | null>(null)
  const selected = signal<number | null>(null)
  const mistakes = signal<readonly Mistake[]>([])
  const changes = signal<readonly ModelChange[]>([])
  const preview = signal<PublicConfig | null>(null)
  const reason = signal('')
  const isBusy = signal(false)
  const failure = signal<ApiError | null>(null)
  const draft = computed(() => edited.value ?? published.value.value?.prompts ?? null)
  let waiting: ReturnType<typeof setTimeout> | undefined

  const note = (cause: unknown) => {
    const error = asApiError(cause)
    batch(() => {
      mistakes.value = error.problems
      failure.value = error.problems.length > 0 ? null : error
    })
  }
  const check = async () => {
    const set = draft.peek()
    if (!set) return
    try {
      const found = await api.checkPrompts(set)
      if (draft.peek() !== set) return
      batch(() => {
        mistakes.value = []
        failure.value = null
        changes.value = found.changes
        preview.value = found.preview
      })
    } catch (cause) {
      if (draft.peek() === set) note(cause)
    }
  }
  const replace = (set: PromptSet | null) => {
    edited.value = set
    clearTimeout(waiting)
    waiting = setTimeout(() => void check(), CHECK_AFTER)
  }
  const adopt = async (next: PublishedPrompts) => {
    batch(() => {
      published.set(next)
      mistakes.value = []
      changes.value = []
      reason.value = ''
    })
    replace(null)
    await versions.refresh()
  }
  const run = async (work: () => Promise<void>): Promise<boolean> => {
    isBusy.value = true
    failure.value = null
    try {
      await work()
      return true
    } catch (cause) {
      note(cause)
      return false
    } finally {
      isBusy.value = false
    }
  }
  const change = (next: (set: PromptSet) => PromptSet) => {
    const set = draft.peek()
    if (set) replace(next(set))
  }

  return {
    published,
    versions,
    counts,
    draft,
    selected,
    mistakes,
    changes,
    preview,
    reason,
    isBusy,
    failure,
    set: (pointer, value) => change((set) => put(set, pointer, value)),
    add: () => {
      change((set) => ({ ...set, prompts: [...set.prompts, fresh(set)] }))
      selected.value = (draft.peek()?.prompts.length ?? 1) - 1
    },
    remove: (index) => {
      selected.value = null
      change((set) => ({ ...set, prompts: set.prompts.filter((_, i) => i !== index) }))
    },
    discard: () => {
      selected.value = null
      replace(null)
    },
    publish: () =>
      run(async () => {
        const set = edited.peek()
        const basedOn = published.value.peek()?.version
        if (set && basedOn !== undefined) await adopt(await api.publishPrompts(set, reason.peek(), basedOn))
      }),
    rollBack: (version, why) => run(async () => adopt(await api.rollBackPrompts(version, why))),
    // What is being edited stays, on top of what is in force now.
    turn: (enabled) =>
      run(async () => {
        const next = await api.turnPrompts(enabled)
        published.set(next)
        if (edited.peek()) change((set) => ({ ...set, enabled }))
        await versions.refresh()
      }),
    refresh: async () => {
      await Promise.all([published.refresh(), versions.refresh(), counts.refresh()])
      await check()
    },
  }
}
