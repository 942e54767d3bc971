import { useSignal } from '@preact/signals'
import type { LeadView } from '../../wire/view.ts'
import { useInbox } from '../state/inbox.ts'
import { clock, dayName, exact } from '../words/time.ts'

type Item = LeadView['timeline'][number]
const FIRST = 12

/** Items of one day stand together, newest first, in the order given. */
const daysOf = (items: readonly Item[], now: number): { day: string; items: Item[] }[] => {
  const days: { day: string; items: Item[] }[] = []
  for (const item of items) {
    const day = dayName(Date.parse(item.at), now)
    if (days.at(-1)?.day === day) days.at(-1)?.items.push(item)
    else days.push({ day, items: [item] })
  }
  return days
}

export const Timeline = ({ lead }: { lead: LeadView }) => {
  const { now } = useInbox()
  const isAll = useSignal(false)
  const { timeline } = lead
  const shown = isAll.value ? timeline : timeline.slice(0, FIRST)
  return (
    <section class="block" aria-labelledby="timeline-head">
      <h2 id="timeline-head">What they did lately</h2>
      {timeline.length === 0 && <p class="muted">Nothing in the last 90 days.</p>}
      {daysOf(shown, now.value).map(({ day, items }) => (
        <div class="day" key={day}>
          <h3>{day}</h3>
          <ol class="timeline">
            {items.map((item, at) => (
              <li key={`${item.at} ${at}`}>
                <time dateTime={item.at} title={exact(Date.parse(item.at))}>
                  {clock(Date.parse(item.at))}
                </time>
                <span>
                  <bdi>{item.what}</bdi>
                  <span class="who">
                    <bdi>{item.who}</bdi>
                    {item.trust === 'browser' && lead.verified && (
                      <span class="unverified"> Not verified</span>
                    )}
                  </span>
                </span>
              </li>
            ))}
          </ol>
        </div>
      ))}
      {shown.length < timeline.length && (
        <button type="button" class="button small" onClick={() => (isAll.value = true)}>
          Show {timeline.length - shown.length} more
        </button>
      )}
    </section>
  )
}
