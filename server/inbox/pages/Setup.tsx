import { useEffect } from 'preact/hooks'
import { SECOND } from '../../wire/limits.ts'
import type { Installation } from '../../wire/operations.ts'
import { Copy } from '../parts/Copy.tsx'
import { Failed, Skeleton } from '../parts/States.tsx'
import { When } from '../parts/When.tsx'
import { useInbox } from '../state/inbox.ts'
import { count, plain } from '../words/names.ts'
import { Check, Lines } from './Check.tsx'
import { Troubles } from './Troubles.tsx'

/** Events are no news of the stream; whoever has just put the snippet in wants to see the first one come. */
const LOOK_AFTER = 4 * SECOND

const snippetFor = (origin: string, key: string): string =>
  [
    '<script>window.tidemark=window.tidemark||function(){(tidemark.q=tidemark.q||[]).push(arguments)}</script>',
    `<script async src="${origin}/tidemark.js" data-key="${key}"></script>`,
  ].join('\n')

const writeKeyOf = ({ keys }: Installation): string =>
  keys.find(({ key }) => key.startsWith('pk_') && !key.startsWith('pk_test_'))?.key ?? 'pk_...'

type Of = { readonly installation: Installation }

const Events = ({ installation: { lastEventAt, events } }: Of) => (
  <Check
    state={lastEventAt ? 'good' : 'waiting'}
    title={lastEventAt ? 'Events arrive' : 'Waiting for the first event'}
  >
    {lastEventAt ? (
      <p>
        {count(events, 'event')} so far, the last one <When at={lastEventAt} />.
      </p>
    ) : (
      <p>
        Put the snippet below into your product and open a page of it. The first event shows here at once.
      </p>
    )}
  </Check>
)

const Origins = ({ installation: { origins } }: Of) => (
  <Check state={origins.length > 0 ? 'good' : 'waiting'} title="Sites that send">
    {origins.length === 0 && <p>No browser has sent anything yet.</p>}
    <Lines
      lines={origins.map(({ origin, lastAt, events }) => ({
        id: origin,
        what: <bdi>{origin}</bdi>,
        beside: `${count(events, 'event')}, `,
        at: lastAt,
      }))}
    />
  </Check>
)

const Keys = ({ installation: { keys } }: Of) => (
  <Check state={keys.some(({ lastAt }) => lastAt) ? 'good' : 'waiting'} title="Keys in use">
    <Lines
      lines={keys.map(({ kind, key, lastAt }) => ({
        id: key,
        what: (
          <>
            {kind} <code>{key}</code>
          </>
        ),
        beside: lastAt ? '' : 'not used yet',
        at: lastAt,
      }))}
    />
  </Check>
)

const RejectedEvents = ({ installation: { rejected, events } }: Of) => {
  const latest = useInbox().rejected.value.value?.slice(0, 5) ?? []
  return (
    <Check state={rejected > 0 ? 'bad' : 'good'} title="Rejected events">
      <p>
        {rejected === 0
          ? 'None: everything that came in was accepted.'
          : `Not accepted: ${plain(rejected)} of ${plain(events + rejected)}. The latest:`}
      </p>
      {rejected > 0 && (
        <Lines
          lines={latest.map(({ at, reason, type }, index) => ({
            id: `${at} ${index}`,
            what: (
              <>
                <code>{type ?? 'event'}</code> <bdi>{reason}</bdi>
              </>
            ),
            at,
          }))}
        />
      )}
    </Check>
  )
}

const Channels = ({ installation: { channels } }: Of) => (
  <Check state={channels.length > 0 ? 'good' : 'waiting'} title="Where leads are announced">
    {channels.length > 0 ? (
      <p>
        {channels.join(' and ')}. <a href="#/deliveries">See the deliveries</a>
      </p>
    ) : (
      <p>
        Only in this inbox. Set <code>TIDEMARK_WEBHOOK_URL</code> or <code>TIDEMARK_SLACK_WEBHOOK_URL</code>{' '}
        to be told elsewhere too.
      </p>
    )}
  </Check>
)

const Report = ({ installation }: Of) => {
  const snippet = snippetFor(location.origin, writeKeyOf(installation))
  return (
    <>
      <ul class="setup">
        <Events installation={installation} />
        <Origins installation={installation} />
        <Keys installation={installation} />
        <RejectedEvents installation={installation} />
        <Channels installation={installation} />
        <Troubles installation={installation} />
      </ul>
      <section class="snippet" aria-labelledby="snippet-head">
        <div class="block-head">
          <h2 id="snippet-head">The snippet</h2>
          <Copy text={snippet} label="Copy snippet" />
        </div>
        <p class="muted">
          Into the head of every page of your product. The key is public; it can only send events.
        </p>
        <pre>
          <code>{snippet}</code>
        </pre>
      </section>
      <p class="muted">Tidemark {installation.version}</p>
    </>
  )
}

/** "Is it working?": what the server has seen, and how to make it see something. */
export const Setup = () => {
  const { installation, refresh } = useInbox()
  const value = installation.value.value
  const failure = installation.failure.value
  useEffect(() => {
    const looking = setInterval(() => void installation.refresh(), LOOK_AFTER)
    return () => clearInterval(looking)
  }, [installation])
  return (
    <section class="page narrow" aria-labelledby="page-title">
      <header class="page-head">
        <h1 id="page-title">Is it working?</h1>
        <p class="muted">What this server has received, and where it sends leads.</p>
      </header>
      {value && <Report installation={value} />}
      {!value && failure && <Failed error={failure} onRetry={refresh} />}
      {!value && !failure && <Skeleton rows={5} label="Loading" />}
    </section>
  )
}
