import type { LedgerEntry } from '../../wire/view.ts'
import { When } from '../parts/When.tsx'
import { useInbox } from '../state/inbox.ts'
import { count } from '../words/names.ts'
import { clock, date, exact } from '../words/time.ts'

const SAID_BY: Readonly<Record<LedgerEntry['events'][number]['trust'], string>> = {
  server: 'from the backend',
  verified: 'signed in',
  browser: 'not verified',
}

/** Of what kind a line is and how old; behind it its newest events with their ids, for whoever wants to look them up. */
export const Evidence = ({ entry }: { entry: LedgerEntry }) => {
  const { events, firstAt, lastAt } = entry
  const { now } = useInbox()
  const oldest = events.at(-1)
  const isOlder = firstAt !== null && oldest !== undefined && firstAt < oldest.at
  const about = (
    <>
      {entry.family.replaceAll('-', ' ')}
      {lastAt && (
        <>
          {' · '}
          <When at={lastAt} />
        </>
      )}
    </>
  )
  if (events.length === 0) return <span class="reason-meta">{about}</span>
  return (
    <details class="proof">
      <summary>
        {about} · {isOlder && 'newest '}
        {count(events.length, 'event')}
      </summary>
      <Events events={events} />
      {isOlder && <p>The first was on {date(Date.parse(firstAt), now.value)}.</p>}
    </details>
  )
}

const Events = ({ events }: Pick<LedgerEntry, 'events'>) => {
  const { now } = useInbox()
  return (
    <ol>
      {events.map(({ id, at, trust }) => (
        <li key={id}>
          <time dateTime={at} title={exact(Date.parse(at))}>
            {date(Date.parse(at), now.value)}, {clock(Date.parse(at))}
          </time>
          <span class={trust === 'browser' ? 'unverified' : undefined}>{SAID_BY[trust]}</span>
          <code>{id}</code>
        </li>
      ))}
    </ol>
  )
}
