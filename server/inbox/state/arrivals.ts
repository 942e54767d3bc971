import { effect, type ReadonlySignal, signal, untracked } from '@preact/signals'
import type { LeadSummary } from '../../wire/view.ts'

export type Arrivals = {
  readonly fresh: ReadonlySignal<ReadonlySet<string>>
  readonly said: ReadonlySignal<string>
  /** Somebody looked at this lead. */
  readonly see: (id: string | null) => void
  readonly start: () => () => void
}

const wordsFor = (leads: readonly LeadSummary[]): string => {
  const [first] = leads
  if (!first) return ''
  return leads.length === 1 ? `New lead: ${first.company}. ${first.reason}` : `${leads.length} new leads`
}

/** Notices leads that were not in the open list before; the first list is no news. */
export const createArrivals = (list: ReadonlySignal<readonly LeadSummary[] | null>): Arrivals => {
  const fresh = signal<ReadonlySet<string>>(new Set())
  const said = signal('')
  let known: ReadonlySet<string> | null = null

  const notice = (leads: readonly LeadSummary[]) => {
    const live = leads.filter((lead) => !lead.historic)
    const came = known ? live.filter(({ id }) => !known?.has(id)) : []
    known = new Set([...(known ?? []), ...live.map(({ id }) => id)])
    if (came.length === 0) return
    fresh.value = new Set([...fresh.value, ...came.map(({ id }) => id)])
    said.value = wordsFor(came)
  }

  return {
    fresh,
    said,
    start: () =>
      effect(() => {
        if (list.value) untracked(() => notice(list.value ?? []))
      }),
    see(id) {
      if (id === null || !fresh.peek().has(id)) return
      fresh.value = new Set([...fresh.peek()].filter((other) => other !== id))
    },
  }
}
