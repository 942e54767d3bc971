import { computed, type ReadonlySignal, signal } from '@preact/signals'
import type { LeadSummary, LeadView } from '../../wire/view.ts'
import { nameOf } from '../words/names.ts'
import { type Api, ApiError, type Source } from './api.ts'
import { type Action, before, type Patch, predict } from './predict.ts'
import { asApiError, createResource, type Resource } from './resource.ts'

/** The lead in the third column: its summary is there at once when the queue knows it, the rest follows. */
export type Opened = {
  readonly id: string
  readonly summary: LeadSummary | null
  readonly view: LeadView | null
  readonly failure: ApiError | null
}

export type Leads = {
  readonly lists: Readonly<Record<Source, Resource<LeadSummary[]>>>
  /** Rows as shown: what the server said, with what is still on its way to it laid over. */
  readonly shown: (source: Source) => readonly LeadSummary[] | null
  readonly opened: ReadonlySignal<Opened | null>
  readonly open: (id: string | null) => void
  /** Fetches what is on screen again. */
  readonly refresh: (ids?: readonly string[]) => void
  /** Shows the effect at once, then asks the server; rejects with an ApiError after taking it back. */
  readonly act: (lead: LeadSummary, action: Action, me: string) => Promise<void>
  readonly undo: (lead: LeadSummary) => Promise<void>
  /** The same, refused here when somebody else was the last to act: Undo would take their step back. */
  readonly undoOwn: (lead: LeadSummary, me: string) => Promise<void>
}

type Pending = { readonly id: string; readonly patch: Patch }

/** Views kept, so that j and k do not wait for the network on the way back. */
const KEPT = 60

export const createLeads = (api: Api, source: ReadonlySignal<Source>): Leads => {
  const lists = {
    open: createResource(() => api.leads('open')),
    closed: createResource(() => api.leads('closed')),
    history: createResource(() => api.leads('history')),
  }
  const sources = Object.keys(lists) as Source[]
  const pending = signal<readonly Pending[]>([])
  const views = signal<ReadonlyMap<string, LeadView>>(new Map())
  const openedId = signal<string | null>(null)
  const failure = signal<{ id: string; error: ApiError } | null>(null)
  const turns = new Map<string, Promise<unknown>>()

  const patched = <T extends LeadSummary>(lead: T): T =>
    pending.value.reduce((shown, { id, patch }) => (id === lead.id ? { ...shown, ...patch } : shown), lead)
  const shown = (from: Source) => lists[from].value.value?.map(patched) ?? null

  const keep = (view: LeadView) => {
    const kept = [...views.value].filter(([id]) => id !== view.id).slice(1 - KEPT)
    views.value = new Map([...kept, [view.id, view]])
    for (const name of sources) {
      const list = lists[name].value.value
      if (list?.some(({ id }) => id === view.id))
        lists[name].set(list.map((lead) => (lead.id === view.id ? view : lead)))
    }
  }

  const load = async (id: string) => {
    try {
      keep(await api.lead(id))
      if (failure.value?.id === id) failure.value = null
    } catch (cause) {
      failure.value = { id, error: asApiError(cause) }
    }
  }

  const opened = computed<Opened | null>(() => {
    const id = openedId.value
    if (id === null) return null
    const view = views.value.get(id) ?? null
    const summary = view ?? sources.flatMap((name) => lists[name].value.value ?? []).find((l) => l.id === id)
    return {
      id,
      summary: summary ? patched(summary) : null,
      view: view && patched(view),
      failure: failure.value?.id === id ? failure.value.error : null,
    }
  })

  const refresh = (ids?: readonly string[]) => {
    void lists.open.refresh()
    if (source.value !== 'open') void lists[source.value].refresh()
    const id = openedId.value
    if (id !== null && (!ids || ids.includes(id))) void load(id)
  }

  /** One lead's actions reach the server in the order in which they were pressed. */
  const send = async (id: string, patch: Patch, call: () => Promise<LeadView>) => {
    const entry = { id, patch }
    pending.value = [...pending.value, entry]
    const turn = (turns.get(id) ?? Promise.resolve()).catch(() => {}).then(call)
    turns.set(id, turn)
    try {
      keep(await turn)
    } catch (cause) {
      refresh([id])
      throw asApiError(cause)
    } finally {
      if (turns.get(id) === turn) turns.delete(id)
      pending.value = pending.value.filter((other) => other !== entry)
    }
    refresh([])
  }

  return {
    lists,
    shown,
    opened,
    refresh,
    open(id) {
      openedId.value = id
      if (id !== null) void load(id)
    },
    act: (lead, action, me) =>
      send(lead.id, predict(lead, action, me), () => api.act(lead.id, action.action, action.body)),
    undo: (lead) => send(lead.id, before(lead), () => api.act(lead.id, 'undo', {})),
    undoOwn: (lead, me) =>
      send(lead.id, before(lead), async () => {
        const { history } = await api.lead(lead.id)
        const last = history.findLast(({ by }) => by.includes('@'))
        if (last && last.by !== me) throw new ApiError('refused', `${nameOf(last.by)} has acted on it since.`)
        return api.act(lead.id, 'undo', {})
      }),
  }
}
