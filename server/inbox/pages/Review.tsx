import { useSignal } from '@preact/signals'
import type { HeldAction, HeldRaise } from '../../wire/held.ts'
import { Empty, Failed, Skeleton } from '../parts/States.tsx'
import { When } from '../parts/When.tsx'
import { useInbox } from '../state/inbox.ts'
import { asApiError } from '../state/resource.ts'
import { leadHref } from '../state/route.ts'

const nameOf = ({ name, userId }: HeldRaise): string => name ?? userId ?? 'A visitor'

/** What sales decides about a request, and what is said of it. */
const useReview = (raise: HeldRaise) => {
  const { api, held, toasts } = useInbox()
  const isBusy = useSignal(false)
  const say = (tone: 'done' | 'failed', text: string, label: string, run: () => void) =>
    toasts.show({ tone, about: raise.id, text, button: { label, run } })
  const review = async (action: HeldAction): Promise<void> => {
    isBusy.value = true
    try {
      const { leadId } = await api.reviewHeld(raise.id, action)
      if (action === 'dismiss')
        say('done', `${nameOf(raise)}: dismissed.`, 'Undo', () => void review('restore'))
      if (leadId !== null)
        say('done', `${nameOf(raise)} is a lead now.`, 'Open it', () => location.assign(leadHref(leadId)))
    } catch (cause) {
      say(
        'failed',
        `Nothing was changed. ${asApiError(cause).message}`,
        'Try again',
        () => void review(action),
      )
    }
    isBusy.value = false
    await held.refresh()
  }
  return { review, isBusy }
}

const Card = ({ raise }: { raise: HeldRaise }) => {
  const { review, isBusy } = useReview(raise)
  const { userId, accountId, replyTo, message, reason, at } = raise
  return (
    <li class="held" aria-labelledby={`held-${raise.id}`}>
      <div class="held-head">
        <h2 id={`held-${raise.id}`}>
          <bdi>{nameOf(raise)}</bdi>
        </h2>
        <span class="muted">
          <When at={at} />
        </span>
      </div>
      <p class="sub">
        {accountId === null ? 'No account named' : <bdi>{accountId}</bdi>}
        {userId !== null && userId !== nameOf(raise) && (
          <>
            {' · '}
            <bdi>{userId}</bdi>
          </>
        )}
        {replyTo !== null && (
          <>
            {' · '}
            <bdi>{replyTo}</bdi>
          </>
        )}
      </p>
      {message === null ? (
        <p class="muted">They left no message.</p>
      ) : (
        <blockquote class="message" dir="auto">
          {message}
        </blockquote>
      )}
      <div class="held-foot">
        <p class="sub">Held: {reason}.</p>
        <span class="held-actions">
          <button
            type="button"
            class="button small"
            disabled={isBusy.value}
            onClick={() => void review('dismiss')}
          >
            Dismiss
          </button>
          <button
            type="button"
            class="button small primary"
            disabled={isBusy.value}
            onClick={() => void review('accept')}
          >
            Open a lead
          </button>
        </span>
      </div>
    </li>
  )
}

const Content = () => {
  const { held } = useInbox()
  const raises = held.value.value
  if (!raises && held.failure.value)
    return <Failed error={held.failure.value} onRetry={() => void held.refresh()} />
  if (!raises) return <Skeleton rows={3} label="Loading the requests" />
  if (raises.length === 0)
    return (
      <Empty icon="shield" title="Nothing to review">
        <p>
          Requests that nobody vouches for open leads by themselves, up to five an hour from one address and
          thirty in all. What comes beyond that waits here, up to twenty an hour from one address.
        </p>
      </Empty>
    )
  return (
    <ul class="held-list">
      {raises.map((raise) => (
        <Card raise={raise} key={raise.id} />
      ))}
    </ul>
  )
}

/** Requests to talk to sales that were too many to be believed at once. */
export const Review = () => (
  <section class="page narrow" aria-labelledby="page-title">
    <header class="page-head">
      <h1 id="page-title">To review</h1>
      <p class="muted">
        People asked to talk to you, more often than usual, and nobody vouches for who they are. Open a lead
        for those who mean it. What nobody looks at is forgotten after 30 days.
      </p>
    </header>
    <Content />
  </section>
)
