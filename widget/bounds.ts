/**
 * Events of one moment, each frozen as JSON. Ids sort by worth: what matters begins with `~` and comes last, the
 * newer after the older.
 */
export type Batch = { readonly id: string; readonly events: readonly string[] }

/** Characters stand for bytes: most of JSON is ASCII. */
export type Bounds = { readonly events: number; readonly characters: number }

export const eventsOf = (batches: readonly Batch[]) => batches.flatMap(({ events }) => events)

/** Those that stay within the bounds together, the first before the others. */
export const within = (batches: readonly Batch[], { events, characters }: Bounds): Batch[] => {
  let eventsLeft = events
  let charactersLeft = characters
  return batches.filter((batch) => {
    const size = batch.events.join().length
    if (batch.events.length > eventsLeft || size > charactersLeft) return false
    eventsLeft -= batch.events.length
    charactersLeft -= size
    return true
  })
}
