import { useEffect } from 'preact/hooks'
import { Icon, type IconName } from '../parts/Icon.tsx'
import { Empty, Failed, Skeleton } from '../parts/States.tsx'
import { useInbox } from '../state/inbox.ts'
import { VIEWS, type View } from '../state/queue.ts'
import { count } from '../words/names.ts'
import { Row } from './Row.tsx'

type Nothing = { readonly icon: IconName; readonly title: string; readonly text: string }
const NOTHING: Readonly<Record<View, Nothing>> = {
  open: {
    icon: 'inbox',
    title: 'No open leads',
    text: 'A lead opens when an account reaches the sales tier, or when somebody asks to talk. It appears here at once.',
  },
  mine: {
    icon: 'user',
    title: 'You have no open leads',
    text: 'Claim one from "Unclaimed" and it is yours until it is won, lost or disqualified.',
  },
  unclaimed: { icon: 'check', title: 'Everything is claimed', text: 'Every open lead has an owner.' },
  snoozed: {
    icon: 'clock',
    title: 'Nothing is snoozed',
    text: 'A snoozed lead comes back to the queue by itself.',
  },
  closed: {
    icon: 'archive',
    title: 'No closed leads yet',
    text: 'Won, lost, disqualified and lapsed leads end up here.',
  },
  history: {
    icon: 'history',
    title: 'No imported history',
    text: 'Leads found in events that you import appear here. They are never escalated.',
  },
}

const Search = () => {
  const { query } = useInbox()
  return (
    <search class="search">
      <Icon name="search" />
      <input
        type="search"
        aria-label="Search leads"
        placeholder="Search"
        value={query.value}
        onInput={(event) => (query.value = event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return
          query.value = ''
          event.currentTarget.blur()
        }}
      />
      <kbd aria-hidden="true">/</kbd>
    </search>
  )
}

/** A new installation has no open lead yet, but often imported history to look at. */
const Elsewhere = () => {
  const { leads } = useInbox()
  const { history } = leads.lists
  useEffect(() => void history.refresh(), [history])
  const found = history.value.value?.filter(({ historic }) => historic).length ?? 0
  return (
    <>
      {found > 0 && (
        <a class="button primary" href="#/history">
          Look at {count(found, 'lead')} from imported history
        </a>
      )}
      <p>
        Waiting for events? <a href="#/setup">Is it working?</a>
      </p>
    </>
  )
}

const Rows = () => {
  const { groups, query, view, leads, refresh } = useInbox()
  const { failure } = leads.lists[VIEWS[view.value].source]
  const found = groups.value
  if (!found) {
    if (failure.value) return <Failed error={failure.value} onRetry={refresh} />
    return <Skeleton rows={7} label="Loading the leads" />
  }
  if (found.length === 0 && query.value.trim())
    return (
      <Empty icon="search" title="No lead matches">
        <p>
          Nothing in "{VIEWS[view.value].label}" contains “<bdi>{query.value.trim()}</bdi>”.
        </p>
        <button type="button" class="button" onClick={() => (query.value = '')}>
          Clear the search
        </button>
      </Empty>
    )
  const nothing = NOTHING[view.value]
  if (found.length === 0)
    return (
      <Empty icon={nothing.icon} title={nothing.title}>
        <p>{nothing.text}</p>
        {view.value === 'open' && <Elsewhere />}
      </Empty>
    )
  return (
    <>
      {found.map((group) => (
        <section class="group" key={group.id} data-group={group.id} aria-labelledby={`group-${group.id}`}>
          <h2 class="group-head" id={`group-${group.id}`}>
            {group.label} <span class="group-count">{group.leads.length}</span>
          </h2>
          <ul>
            {group.leads.map((lead) => (
              <li key={lead.id}>
                <Row lead={lead} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </>
  )
}

export const Queue = () => {
  const { rows, view, groups, route } = useInbox()
  // An open lead is what the page is about; its name takes the first level then.
  const Title = route.value.kind === 'lead' ? 'h2' : 'h1'
  return (
    <section class="queue" aria-labelledby="queue-title">
      <header class="queue-head">
        <Title id="queue-title">{VIEWS[view.value].label}</Title>
        {groups.value && <span class="queue-count">{rows.value.length}</span>}
        <Search />
      </header>
      <div class="queue-rows" tabIndex={-1}>
        <Rows />
      </div>
    </section>
  )
}
