import { batch, computed, effect, type ReadonlySignal, type Signal, signal, untracked } from '@preact/signals'
import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { HeldRaise } from '../../wire/held.ts'
import { SECOND } from '../../wire/limits.ts'
import type { Delivery, Installation, Rejected } from '../../wire/operations.ts'
import { createEditor, type Editor } from '../model/editor.ts'
import { createPromptEditor, type PromptEditor } from '../prompts/editor.ts'
import { type Acting, createActing } from './acting.ts'
import type { Api } from './api.ts'
import { type Arrivals, createArrivals } from './arrivals.ts'
import { type Cursor, createCursor } from './cursor.ts'
import { createLeads, type Leads } from './leads.ts'
import { followNews } from './live.ts'
import { isOwed, VIEWS, type View } from './queue.ts'
import { createResource, type Resource } from './resource.ts'
import { codeOf, leadHref, type Route, routeOf, viewHref } from './route.ts'
import { createSession, type Session } from './session.ts'
import { createToasts, type Toasts } from './toasts.ts'

export type DialogName = 'disqualify' | 'outcome' | 'snooze' | 'help' | 'menu'

/** Everything the page knows and can do; components read it, and only it holds state that outlives them. */
export type Inbox = Acting &
  Pick<Cursor, 'groups' | 'rows'> &
  Pick<Arrivals, 'fresh' | 'said'> & {
    readonly api: Api
    readonly session: Session
    readonly leads: Leads
    readonly toasts: Toasts
    readonly route: ReadonlySignal<Route>
    readonly view: ReadonlySignal<View>
    readonly query: Signal<string>
    readonly dialog: Signal<DialogName | null>
    /** The clock of everything relative on screen. */
    readonly now: ReadonlySignal<number>
    /** False while the server cannot be heard. */
    readonly live: ReadonlySignal<boolean>
    readonly me: ReadonlySignal<string>
    readonly held: Resource<HeldRaise[]>
    readonly deliveries: Resource<Delivery[]>
    readonly installation: Resource<Installation>
    readonly rejected: Resource<Rejected[]>
    readonly editor: Editor
    readonly prompts: PromptEditor
    /** Opens the next or previous lead of the queue, or the first; false when there is none. */
    readonly move: (by: 1 | -1) => boolean
    /** Back to the queue that the lead was opened from. */
    readonly close: () => void
    readonly refresh: () => void
    readonly start: () => () => void
  }

const TICK = 15 * SECOND
/** A stream that is back within this is not worth a banner. */
const PATIENCE = 4 * SECOND

/** Listeners that are put on together and taken off together. */
const listening = (target: EventTarget, listeners: Readonly<Record<string, () => void>>) => {
  for (const [name, listener] of Object.entries(listeners)) target.addEventListener(name, listener)
  return () => {
    for (const [name, listener] of Object.entries(listeners)) target.removeEventListener(name, listener)
  }
}

export const createInbox = (api: Api, page: Window): Inbox => {
  const session = createSession(api)
  const toasts = createToasts()
  const route = signal<Route>(routeOf(page.location.hash))
  const view = signal<View>('open')
  const now = signal(Date.now())
  const live = signal(true)
  const query = signal('')
  const dialog = signal<DialogName | null>(null)
  const leads = createLeads(
    api,
    computed(() => VIEWS[view.value].source),
  )
  const me = computed(() => (session.state.value.kind === 'in' ? session.state.value.email : ''))
  const held = createResource(api.held)
  const deliveries = createResource(api.deliveries)
  const installation = createResource(api.installation)
  const rejected = createResource(api.rejected)
  const editor = createEditor(api)
  const prompts = createPromptEditor(api)
  const arrivals = createArrivals(leads.lists.open.value)
  const cursor = createCursor({ leads, view, query, me, now })

  const refresh = () => {
    now.value = Date.now()
    if (session.state.peek().kind !== 'in') return
    leads.refresh()
    void held.refresh()
    if (route.peek().kind === 'deliveries') void deliveries.refresh()
    if (route.peek().kind === 'model') void editor.refresh()
    if (route.peek().kind === 'prompts') void prompts.refresh()
    if (route.peek().kind === 'setup') void Promise.all([installation.refresh(), rejected.refresh()])
  }

  const move = (by: 1 | -1) => {
    const target = cursor.beside(by)
    if (!target) return false
    // Stepping through the queue must not fill the history that "back" walks.
    page.history.replaceState(null, '', leadHref(target.id))
    route.value = { kind: 'lead', id: target.id }
    return true
  }

  const close = () => {
    page.history.pushState(null, '', viewHref(view.value))
    route.value = { kind: 'queue', view: view.value }
  }

  /** Takes the sign-in code out of the address bar before anything else can see it. */
  const readAddress = () => {
    const code = codeOf(page.location.hash)
    if (code) page.history.replaceState(null, '', '#/')
    const next = routeOf(page.location.hash)
    batch(() => {
      route.value = next
      dialog.value = null
      if (next.kind === 'queue') view.value = next.view
    })
    return code
  }

  let down: ReturnType<typeof setTimeout> | undefined
  const onUp = (isUp: boolean) => {
    clearTimeout(down)
    if (!isUp) {
      down = setTimeout(() => {
        live.value = false
        // The stream does not say why it broke; a call does: an ended session, or nothing there.
        refresh()
      }, PATIENCE)
    } else {
      live.value = true
      refresh()
    }
  }

  const onNews = (ids: readonly string[]) => {
    now.value = Date.now()
    leads.refresh(ids)
    void held.refresh()
    if (route.peek().kind === 'deliveries') void deliveries.refresh()
  }

  const watch = () => [
    cursor.start(),
    arrivals.start(),
    effect(() => {
      const id = route.value.kind === 'lead' && me.value ? route.value.id : null
      untracked(() => leads.open(id))
    }),
    effect(() => arrivals.see(leads.opened.value?.id ?? null)),
    effect(() => {
      void [session.state.value, view.value, route.value.kind]
      untracked(refresh)
    }),
    effect(() => {
      const failures = [
        ...Object.values(leads.lists),
        held,
        deliveries,
        installation,
        editor.published,
        prompts.published,
      ].map((r) => r.failure.value)
      if ([...failures, leads.opened.value?.failure].some((f) => f?.kind === 'signed-out')) session.ended()
    }),
    effect(() => (me.value ? followNews('/api/stream', { onNews, onUp }) : undefined)),
    effect(() => {
      const owed = (leads.shown('open') ?? []).filter((lead) => !lead.historic && isOwed(lead))
      const waiting = owed.filter(({ owner }) => owner === null).length
      page.document.title = waiting > 0 ? `(${waiting}) Leads · Tidemark` : 'Leads · Tidemark'
    }),
    listening(page, {
      hashchange: () => {
        const code = readAddress()
        if (code) void session.start(code)
      },
      offline: () => (live.value = false),
    }),
    listening(page.document, {
      visibilitychange: () => page.document.visibilityState === 'visible' && refresh(),
    }),
  ]

  const start = () => {
    const code = readAddress()
    void session.start(code)
    const stops = watch()
    const ticking = setInterval(() => (now.value = Date.now()), TICK)
    return () => {
      for (const stop of stops) stop()
      clearInterval(ticking)
      clearTimeout(down)
    }
  }

  return {
    ...createActing(leads, toasts, me),
    api,
    session,
    leads,
    toasts,
    route,
    view,
    query,
    dialog,
    now,
    live,
    me,
    held,
    deliveries,
    installation,
    rejected,
    editor,
    prompts,
    groups: cursor.groups,
    rows: cursor.rows,
    fresh: arrivals.fresh,
    said: arrivals.said,
    move,
    close,
    refresh,
    start,
  }
}

const InboxContext = createContext<Inbox | null>(null)
export const InboxProvider = InboxContext.Provider

export const useInbox = (): Inbox => {
  const inbox = useContext(InboxContext)
  if (!inbox) throw new Error('A component of the inbox is rendered outside its provider.')
  return inbox
}
