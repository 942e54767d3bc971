import { type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { DraftablePrompt, PromptSet, PublicConfig } from '../../wire/prompt.ts'
import type { PromptCount, PromptVersion, PublishedPrompts } from '../../wire/prompt-view.ts'
import { valueAt, withValue } from '../publishing/pointer.ts'
import { createPublishing, type Publishing } from '../publishing/publishing.ts'
import type { Api } from '../state/api.ts'
import { createResource, type Resource } from '../state/resource.ts'

/** What the prompts page knows and can do. */
export type PromptEditor = Publishing<PromptSet, PublishedPrompts, PromptVersion> & {
  readonly counts: Resource<PromptCount[]>
  /** Which prompt is edited, by its place; null = none. */
  readonly selected: Signal<number | null>
  /** The last state without mistakes, as browsers would get it. */
  readonly preview: ReadonlySignal<PublicConfig | null>
  readonly add: () => void
  readonly remove: (index: number) => void
  /** The switch for all prompts; true when it was turned. */
  readonly turn: (enabled: boolean) => Promise<boolean>
}

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
  const counts = createResource(api.promptCounts)
  const selected = signal<number | null>(null)
  const preview = signal<PublicConfig | null>(null)
  const publishing: Publishing<PromptSet, PublishedPrompts, PromptVersion> = createPublishing({
    read: api.prompts,
    versions: api.promptVersions,
    diff: api.promptDiff,
    check: async (set) => {
      const found = await api.checkPrompts(set)
      if (publishing.draft.peek() === set) preview.value = found.preview
      return found.changes
    },
    publish: api.publishPrompts,
    rollBack: api.rollBackPrompts,
    contentOf: ({ prompts }) => prompts,
    put,
  })
  const change = (next: (set: PromptSet) => PromptSet) => {
    const set = publishing.draft.peek()
    if (set) publishing.replace(next(set))
  }
  return {
    ...publishing,
    counts,
    selected,
    preview,
    add: () => {
      change((set) => ({ ...set, prompts: [...set.prompts, fresh(set)] }))
      selected.value = (publishing.draft.peek()?.prompts.length ?? 1) - 1
    },
    remove: (index) => {
      selected.value = null
      change((set) => ({ ...set, prompts: set.prompts.filter((_, i) => i !== index) }))
    },
    discard: () => {
      selected.value = null
      publishing.discard()
    },
    // What is being edited stays, on top of what is in force now.
    turn: (enabled) =>
      publishing.run('publishing', async () => {
        publishing.published.set(await api.turnPrompts(enabled))
        if (publishing.edited.peek()) change((set) => ({ ...set, enabled }))
        await publishing.versions.refresh()
      }),
    refresh: async () => {
      await Promise.all([publishing.refresh(), counts.refresh()])
    },
  }
}
