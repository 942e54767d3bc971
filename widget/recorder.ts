import type { WireEvent } from '../server/wire/event.ts'
import type { Consent } from './api.ts'
import type { Delivery } from './delivery.ts'
import type { CaptureOptions } from './host.ts'
import { type IdentityStore, randomId } from './identity.ts'
import type { Page } from './page.ts'

type Parts = {
  readonly delivery: Delivery
  readonly identity: IdentityStore
  readonly consent: () => Consent
  readonly page: () => Page
  readonly now: () => number
  readonly onDrop: (events: number, reason: string) => void
}

export type Recorder = ReturnType<typeof createRecorder>

/** Freezes an event: who, when, where and its id are settled now, however late and often it is sent. */
export const createRecorder = ({ delivery, identity, consent, page, now, onDrop }: Parts) => {
  const start = randomId()
  let count = 0

  const freeze = (event: Partial<WireEvent>, id: string | undefined) => {
    const { anonymousId, userId, groupId } = identity.get()
    return JSON.stringify({
      messageId: id ?? `${start}-${count++}`,
      timestamp: now(),
      anonymousId,
      userId,
      ...event,
      context: { page: page(), groupId },
    })
  }
  return (event: Partial<WireEvent>, { urgent = false, id }: CaptureOptions = {}) => {
    if (consent() === 'denied') return
    try {
      delivery.add(freeze(event, id), urgent)
    } catch (cause) {
      onDrop(1, `it cannot be written as JSON: ${String(cause)}`)
    }
  }
}
