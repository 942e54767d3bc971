import type { WireEvent } from '../server/wire/event.ts'
import type { Delivery } from './delivery.ts'
import type { CaptureOptions } from './host.ts'
import { type IdentityStore, randomId } from './identity.ts'
import type { Page } from './page.ts'

type Parts = {
  readonly delivery: Delivery
  readonly identity: IdentityStore
  readonly recording: () => boolean
  readonly page: () => Page
  readonly now: () => number
}

export type Recorder = ReturnType<typeof createRecorder>

/** Freezes an event: who, when, where and its id are settled now, however late and often it is sent. */
export const createRecorder = ({ delivery, identity, recording, page, now }: Parts) => {
  const start = randomId()
  let count = 0

  return (event: Partial<WireEvent>, { urgent = false, id }: CaptureOptions = {}) => {
    if (!recording()) return
    const { anonymousId, userId, groupId } = identity.get()
    const frozen = {
      messageId: id ?? `${start}-${count++}`,
      timestamp: now(),
      anonymousId,
      userId,
      ...event,
      context: { page: page(), groupId },
    }
    delivery.add(JSON.stringify(frozen), urgent)
  }
}
