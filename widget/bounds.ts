/**
 * Events of one moment, each frozen as JSON. Ids sort by worth: what matters begins with `~` and comes last, the
 * newer after the older.
 */
export type Batch = { readonly id: string; readonly events: readonly string[] }

export const eventsOf = (batches: readonly Batch[]) => batches.flatMap(({ events }) => events)

/** A text as it goes over the wire. */
export const bytesOf = (text: string) => new TextEncoder().encode(text)

/** Those that fit together, the first before the others. */
export const within = (batches: readonly Batch[], events: number, bytes: number): Batch[] => {
  let eventsLeft = events
  let bytesLeft = bytes
  return batches.filter((batch) => {
    const size = bytesOf(batch.events.join()).length
    if (batch.events.length > eventsLeft || size > bytesLeft) return false
    eventsLeft -= batch.events.length
    bytesLeft -= size
    return true
  })
}
