import { randomUUID } from 'node:crypto'
import type { Rejection } from '../intake/incoming.ts'
import { appendRejected } from '../store/observations.ts'
import type { Session } from '../store/store.ts'

/** Of one commit; a sender who sends nothing but rubbish fills no disk. All of them are counted. */
const AT_MOST = 50

export const writeRejections = async (session: Session, rejections: readonly Rejection[]): Promise<void> => {
  if (rejections.length === 0) return
  await appendRejected(
    session,
    rejections.slice(0, AT_MOST).map(({ at, reason, type, messageId }) => ({
      id: randomUUID(),
      at,
      reason: reason.slice(0, 300),
      type,
      message_id: messageId,
    })),
  )
}
