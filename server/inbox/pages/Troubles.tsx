import { MINUTE } from '../../wire/limits.ts'
import type { Installation } from '../../wire/operations.ts'
import { When } from '../parts/When.tsx'
import { count } from '../words/names.ts'
import { timeLeft } from '../words/time.ts'
import { Check, Lines } from './Check.tsx'
import { REFUSALS } from './refusals.tsx'

type Of = { readonly installation: Installation }

const Failing = ({ installation: { failing } }: Of) =>
  failing.map(({ channel, deliveries, since, lastError, advice }) => (
    <Check state="bad" title={`Messages to ${channel} do not arrive`} key={channel}>
      <p>
        {count(deliveries, 'message')}, the oldest of <When at={since} />. The last error:{' '}
        <bdi>{lastError}</bdi>. {advice}
      </p>
      <p>
        Each is tried again for about three days. What was given up can be sent again under{' '}
        <a href="#/deliveries">Deliveries</a>.
      </p>
    </Check>
  ))

const Proxies = ({ installation: { proxies } }: Of) =>
  proxies.length === 0 ? null : (
    <Check state="bad" title="A proxy that is not trusted">
      <p>
        Requests of others come through it, but <code>TIDEMARK_TRUST_PROXY</code> does not name it. So all
        visitors count as one address: of their unverified requests for sales a few dozen an hour are taken,
        the rest is refused.
      </p>
      <p>
        If it is yours, set <code>TIDEMARK_TRUST_PROXY</code> to its address and start again; if not, never:
        who is trusted says who asks.
      </p>
      <Lines
        lines={proxies.map(({ address, requests, lastAt }) => ({
          id: address,
          what: <code>{address}</code>,
          beside: `${count(requests, 'request')}, `,
          at: lastAt,
        }))}
      />
    </Check>
  )

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

/** What goes wrong, with what to do about it; nothing of what goes well. */
export const Troubles = (of: Of) => (
  <>
    <Failing {...of} />
    <Proxies {...of} />
    <Refused {...of} />
    <Dropped {...of} />
    <Skewed {...of} />
    <Stripe {...of} />
    <Clock {...of} />
  </>
)
