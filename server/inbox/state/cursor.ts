import { computed, effect, type ReadonlySignal, type Signal } from '@preact/signals'
import type { LeadSummary } from '../../wire/view.ts'
import type { Leads } from './leads.ts'
import { type Group, groupsOf, isInView, matches, VIEWS, type View } from './queue.ts'

export type Cursor = {
  /** The rows of the view under their headings, after the search; null while they are not known. */
  readonly groups: ReadonlySignal<readonly Group[] | null>
  readonly rows: ReadonlySignal<readonly LeadSummary[]>
  /** The lead that many rows further down than the open one, or the first. */
  readonly beside: (by: 1 | -1) => LeadSummary | undefined
  readonly start: () => () => void
}

type Input = {
  readonly leads: Leads
  readonly view: ReadonlySignal<View>
  readonly query: Signal<string>
  readonly me: ReadonlySignal<string>
  readonly now: ReadonlySignal<number>
}

/** Which rows the queue shows, and where in them the open lead stands. */
export const createCursor = ({ leads, view, query, me, now }: Input): Cursor => {
  const groups = computed(() => {
    const shown = leads.shown(VIEWS[view.value].source)
    const words = query.value.trim()
    const found = shown
      ?.filter((lead) => isInView(lead, view.value, me.value))
      .filter((lead) => !words || matches(lead, words))
    return found ? groupsOf(found, view.value, now.value) : null
  })
  const rows = computed(() => groups.value?.flatMap((group) => group.leads) ?? [])
  const place = () => rows.value.findIndex(({ id }) => id === leads.opened.value?.id)
  let last = 0

  return {
    groups,
    rows,
    beside(by) {
      const at = place()
      if (at < 0 && !leads.opened.value) return rows.value[0]
      // A lead that an action took out of the list leaves the cursor between its neighbours.
      const next = at >= 0 ? at + by : last + (by === 1 ? 0 : -1)
      return rows.value[Math.max(0, Math.min(next, rows.value.length - 1))]
    },
    start: () =>
      effect(() => {
        const at = place()
        if (at >= 0) last = at
      }),
  }
}
