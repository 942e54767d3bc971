import { useSignal } from '@preact/signals'
import { useMemo } from 'preact/hooks'
import type { LeadView, Person } from '../../wire/view.ts'
import { Email } from '../parts/Email.tsx'
import { When } from '../parts/When.tsx'
import { useInbox } from '../state/inbox.ts'
import { createResource } from '../state/resource.ts'
import { count, initialsOf, plain, signed } from '../words/names.ts'
import { weekday } from '../words/time.ts'
import { Missing } from './Missing.tsx'

const FIRST = 6

/** What one person did, fetched when somebody wants to know. */
const PersonDetails = ({ userId }: { userId: string }) => {
  const { api, now } = useInbox()
  const user = useMemo(() => {
    const resource = createResource(() => api.user(userId))
    void resource.refresh()
    return resource
  }, [api, userId])
  if (user.failure.value)
    return (
      <p class="person-more" role="alert">
        {user.failure.value.message}{' '}
        <button type="button" class="button small" onClick={() => void user.refresh()}>
          Try again
        </button>
      </p>
    )
  const view = user.value.value
  if (!view) return <p class="person-more muted">Loading</p>
  return (
    <div class="person-more">
      <ul class="missing">
        {view.ledger.map((entry, at) => (
          <li key={`${entry.rule} ${at}`}>
            <bdi>{entry.because}</bdi>
            <span class="figure">{signed(entry.points)}</span>
          </li>
        ))}
        {view.ledger.length === 0 && <li class="muted">No points yet.</li>}
      </ul>
      {view.dropsAt !== null && (
        <p class="muted">
          Qualified until {weekday(Date.parse(view.dropsAt), now.value)}, unless they do more before then.
        </p>
      )}
      {!view.qualified && (
        <>
          <h3>What would qualify them</h3>
          <Missing lines={view.missing} />
        </>
      )}
    </div>
  )
}

const PersonItem = ({ person, badge }: { person: Person; badge: string | null }) => {
  const isOpen = useSignal(false)
  const address = person.email && (person.emailVerified ? person.email : `${person.email} (not verified)`)
  const name = person.name ?? address ?? person.userId
  const about = [person.role, person.name ? address : null].filter(Boolean).join(' · ')
  return (
    <li>
      <details onToggle={(event) => (isOpen.value = event.currentTarget.open)}>
        <summary class="person">
          <span class="avatar" aria-hidden="true">
            {initialsOf(name)}
          </span>
          <span class="person-name">
            <bdi>{name}</bdi>
            {badge !== null && <span class="badge accent">{badge}</span>}
          </span>
          <span class="figure">
            {plain(person.score)} <span class="muted">pts</span>
          </span>
          {about && <bdi class="person-about">{about}</bdi>}
          <span class="person-about">
            {person.lastActiveAt ? <When at={person.lastActiveAt} /> : 'Never active'}
            {person.trust === 'browser' && <span class="unverified"> Not verified</span>}
          </span>
        </summary>
        {/* Not in the summary: there a link would be a control within a control. */}
        {isOpen.value && person.email && (
          <p class="person-write">
            Write to <Email address={person.email} />
            {!person.emailVerified && <span class="unverified"> Not verified</span>}
          </p>
        )}
        {isOpen.value && <PersonDetails userId={person.userId} />}
      </details>
    </li>
  )
}

/** Whoever asked for sales, and the most engaged users. */
const badgeOf = (lead: LeadView, { userId }: Person): string | null => {
  if (userId === lead.userId && lead.type === 'hand-raise') return 'Asked'
  return lead.champions.includes(userId) ? 'Champion' : null
}

/** Whom the lead is about first, then the champions, then the others by their scores. */
export const People = ({ lead }: { lead: LeadView }) => {
  const isAll = useSignal(false)
  const first = [...(lead.userId === null ? [] : [lead.userId]), ...lead.champions]
  const rankOf = ({ userId }: Person) => (first.includes(userId) ? first.indexOf(userId) : first.length)
  const people = [...lead.people].sort((a, b) => rankOf(a) - rankOf(b))
  const shown = isAll.value ? people : people.slice(0, FIRST)
  return (
    <section class="block" aria-labelledby="people-head">
      <h2 id="people-head">
        People <span class="group-count">{Math.max(lead.users, people.length)}</span>
      </h2>
      <ul class="people">
        {shown.map((person) => (
          <PersonItem key={person.userId} person={person} badge={badgeOf(lead, person)} />
        ))}
      </ul>
      {shown.length < people.length && (
        <button type="button" class="button small" onClick={() => (isAll.value = true)}>
          Show {count(people.length - shown.length, 'more person', 'more people')}
        </button>
      )}
    </section>
  )
}
