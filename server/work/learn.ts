import { pageMessages } from '../store/seen.ts'
import type { Tools } from './transact.ts'

/** A slice that takes a millisecond or two. */
const ROWS = 2000

/** Shows the filter the next rows of the table of messages, if it has not seen all of them. */
export const learnMessages = async ({ store, memory }: Tools): Promise<void> => {
  if (!memory?.filter.wants()) return
  // Within a transaction, so that no event is between being looked up and being written.
  await store.transaction(async ({ db }) => {
    const after = memory.filter.wants()
    if (after) memory.filter.show(await pageMessages(db, after, ROWS), memory.lag.messages.all)
  })
}
