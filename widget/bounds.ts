/**
 * Events of one moment, each frozen as JSON. Ids sort by worth: what matters begins with `~` and comes last, the
 * newer after the older.
 */
export type Batch = { readonly id: string; readonly events: readonly string[] }

export const eventsOf = (batches: readonly Batch[]) => batches.flatMap(({ events }) => events)

/** Those that fit together, the first before the others. Characters stand for bytes: most of JSON is ASCII. */
export const within = (batches: readonly Batch[], events: number, characters: number): Batch[] => {
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
