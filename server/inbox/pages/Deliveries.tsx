import { useSignal } from '@preact/signals'
import type { Delivery } from '../../wire/operations.ts'
import { Empty, Failed, Skeleton } from '../parts/States.tsx'
import { When } from '../parts/When.tsx'
import { useInbox } from '../state/inbox.ts'
import { asApiError } from '../state/resource.ts'
import { leadHref } from '../state/route.ts'
import { count } from '../words/names.ts'

const STATUS: Readonly<Record<Delivery['status'], string>> = {
  pending: 'Waiting',
  delivered: 'Delivered',
  failed: 'Failed',
}

const Outcome = ({ delivery }: { delivery: Delivery }) => {
  if (delivery.status === 'delivered' && delivery.deliveredAt) return <When at={delivery.deliveredAt} />
  if (delivery.status === 'pending' && delivery.nextAttemptAt)
    return (
      <>
        Next try <When at={delivery.nextAttemptAt} />
      </>
    )
  return <>Given up</>
}

const Replay = ({ delivery }: { delivery: Delivery }) => {
  const { api, deliveries, toasts } = useInbox()
  const isBusy = useSignal(false)
  const replay = async () => {
    isBusy.value = true
    try {
      await api.replay(delivery.id)
      toasts.show({
        tone: 'done',
        about: delivery.id,
        text: 'It is sent again now, under the same id.',
        button: null,
      })
    } catch (cause) {
      const text = `It was not sent again. ${asApiError(cause).message}`
      toasts.show({
        tone: 'failed',
        about: delivery.id,
        text,
        button: { label: 'Try again', run: () => void replay() },
      })
    }
    isBusy.value = false
    await deliveries.refresh()
  }
  return (
    <button type="button" class="button small" disabled={isBusy.value} onClick={() => void replay()}>
      Send again
    </button>
  )
}

const DeliveryRow = ({ delivery }: { delivery: Delivery }) => (
  <tr>
    <td>
      <span class="badge" data-status={delivery.status}>
        {STATUS[delivery.status]}
      </span>
    </td>
    <th scope="row">
      <a href={leadHref(delivery.leadId)}>
        <bdi title={delivery.accountId}>{delivery.company}</bdi>
      </a>
      <code class="sub">{delivery.type}</code>
    </th>
    <td>{delivery.channel}</td>
    <td class="cell-made">
      <When at={delivery.createdAt} />
    </td>
    <td>
      <Outcome delivery={delivery} />
      <span class="sub">{count(delivery.attempts, 'attempt')}</span>
      {delivery.lastError && <bdi class="sub danger">{delivery.lastError}</bdi>}
    </td>
    <td class="cell-action">{delivery.status !== 'pending' && <Replay delivery={delivery} />}</td>
  </tr>
)

const Table = ({ rows }: { rows: readonly Delivery[] }) => (
  <div class="table-box">
    <table class="table">
      <thead>
        <tr>
          <th scope="col">Status</th>
          <th scope="col">Message</th>
          <th scope="col">Channel</th>
          <th scope="col">Made</th>
          <th scope="col">Outcome</th>
          <th scope="col">
            <span class="hidden">Send again</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((delivery) => (
          <DeliveryRow delivery={delivery} key={delivery.id} />
        ))}
      </tbody>
    </table>
  </div>
)

const Content = () => {
  const { deliveries } = useInbox()
  const rows = deliveries.value.value
  if (!rows && deliveries.failure.value)
    return <Failed error={deliveries.failure.value} onRetry={() => void deliveries.refresh()} />
  if (!rows) return <Skeleton rows={6} label="Loading the deliveries" />
  if (rows.length === 0)
    return (
      <Empty icon="send" title="Nothing was sent yet">
        <p>When a lead opens, its message goes to your webhook and to Slack, and is listed here.</p>
      </Empty>
    )
  return <Table rows={rows} />
}

/** Every message that left for a webhook or for Slack, and those that did not arrive. */
export const Deliveries = () => (
  <section class="page" aria-labelledby="page-title">
    <header class="page-head">
      <h1 id="page-title">Deliveries</h1>
      <p class="muted">
        Messages about leads, newest first. A failed one is tried again with growing pauses.
      </p>
    </header>
    <Content />
  </section>
)
