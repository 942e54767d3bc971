import { useInbox } from '../state/inbox.ts'
import { groupsOf, isInView, type Urgency, urgencyOf } from '../state/queue.ts'
import { leadHref } from '../state/route.ts'

const LINES: readonly (readonly [Urgency, string])[] = [
  ['overdue', 'overdue'],
  ['soon', 'due within 4 hours'],
  ['asked', 'asked to talk, in time'],
  ['later', 'next, in time'],
  ['contacted', 'contacted, waiting for an answer'],
]

const Keys = () => (
  <p class="muted">
    <kbd>j</kbd> and <kbd>k</kbd> move through the queue, <kbd>?</kbd> shows every shortcut.
  </p>
)

/** The third column while no lead is chosen: how the day stands, and where to begin. */
export const Overview = () => {
  const { leads, now, me, rows } = useInbox()
  const open = leads.shown('open')?.filter((lead) => isInView(lead, 'open', me.value))
  if (!open || open.length === 0)
    return (
      <section class="overview" aria-label="Overview">
        {rows.value.length > 0 && (
          <>
            <h2>Choose a lead to read it here</h2>
            <Keys />
          </>
        )}
      </section>
    )
  const first = groupsOf(open, 'open', now.value)[0]?.leads[0]
  const lines = LINES.map(([urgency, label]) => ({
    urgency,
    label,
    n: open.filter((lead) => urgencyOf(lead, now.value) === urgency).length,
  }))
  return (
    <section class="overview" aria-label="Overview">
      <h2>Where to begin</h2>
      <dl class="overview-lines">
        {lines.map(({ urgency, label, n }) => (
          <div key={urgency} data-urgency={urgency} data-none={n === 0}>
            <dt>{label}</dt>
            <dd>{n}</dd>
          </div>
        ))}
      </dl>
      {first && (
        <p>
          <a class="button primary" href={leadHref(first.id)}>
            Open the most urgent lead
          </a>
        </p>
      )}
      <Keys />
    </section>
  )
}
