import { useEffect } from 'preact/hooks'
import { MINUTE, SECOND } from '../../wire/limits.ts'
import type { Installation } from '../../wire/operations.ts'
import { Copy } from '../parts/Copy.tsx'
import { Failed, Skeleton } from '../parts/States.tsx'
import { When } from '../parts/When.tsx'
import { useInbox } from '../state/inbox.ts'
import { count, plain } from '../words/names.ts'
import { timeLeft } from '../words/time.ts'
import { Check, Lines } from './Check.tsx'
import { REFUSALS } from './refusals.tsx'

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

const Refused = ({ installation: { refused } }: Of) =>
  REFUSALS.map(({ what, title, about, adviceFor }) => {
    const own = refused.filter((each) => each.what === what)
    return own.length === 0 ? null : (
      <Check state="bad" title={title} key={what}>
        <p>{about}</p>
        <Lines
          lines={own.map(({ which, requests, lastAt }) => ({
            id: which,
            what: adviceFor(which),
            beside: `${count(requests, 'request')}, `,
            at: lastAt,
          }))}
        />
      </Check>
    )
  })

const Dropped = ({ installation: { dropped } }: Of) =>
  dropped === 0 ? null : (
    <Check state="bad" title="Events lost in browsers">
      <p>
        Browsers threw away {count(dropped, 'event')}, because they could not be sent for too long. Look for
        blocked requests or a server that was away.
      </p>
    </Check>
  )

const Skewed = ({ installation: { skewed } }: Of) =>
  skewed.length === 0 ? null : (
    <Check state="waiting" title="Clocks that are off">
      <p>More than five minutes, at the time of sending. Their events are counted by this server's clock.</p>
      <Lines
        lines={skewed.map(({ kind, requests, lastAt }) => ({
          id: kind,
          what: `${count(requests, 'request')} with the ${kind} key`,
          at: lastAt,
        }))}
      />
    </Check>
  )

const Stripe = ({ installation: { stripe } }: Of) =>
  stripe.unmatched.length === 0 ? null : (
    <Check state="bad" title="Stripe customers nobody knows">
      <p>
        They bought something, but nothing says which account they are. Put <code>metadata.accountId</code> on
        the subscription or the customer; what they bought is then counted.
      </p>
      <Lines
        lines={stripe.unmatched.map(({ customer, lastAt }) => ({
          id: customer,
          what: <code>{customer}</code>,
          at: lastAt,
        }))}
      />
    </Check>
  )

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

const Clock = ({ installation }: Of) => {
  const off = Math.abs(Date.parse(installation.clock) - Date.now())
  if (off < 2 * MINUTE) return null
  return (
    <Check state="bad" title="The clocks differ">
      <p>
        This computer and the server are {timeLeft(off, 0).replace(' left', '')} apart. Times on these pages
        are off by as much.
      </p>
    </Check>
  )
}

const Report = ({ installation }: Of) => {
  const snippet = snippetFor(location.origin, writeKeyOf(installation))
  return (
    <>
      <ul class="setup">
        <Events installation={installation} />
        <Origins installation={installation} />
        <Keys installation={installation} />
        <RejectedEvents installation={installation} />
        <Refused installation={installation} />
        <Dropped installation={installation} />
        <Skewed installation={installation} />
        <Stripe installation={installation} />
        <Channels installation={installation} />
        <Clock installation={installation} />
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
