/** Events of one moment, each frozen as JSON. The id sorts by when it was made; it ends in `!` when it matters. */
export type Batch = { readonly id: string; readonly events: readonly string[] }

/** What a device keeps at most. Characters stand for bytes: most of JSON is ASCII. */
const BOUNDS = { events: 5000, characters: 2_000_000 }

const matters = (batch: Batch) => batch.id.endsWith('!')

/** What to drop from batches that are oldest first: the oldest of the least value. */
export const surplus = (batches: readonly Batch[]): Batch[] => {
  let events = 0
  let characters = 0
  const worthiestFirst = [...batches].reverse().sort((a, b) => Number(matters(b)) - Number(matters(a)))
  return worthiestFirst.filter((batch) => {
    events += batch.events.length
    characters += batch.events.join().length
    return events > BOUNDS.events || characters > BOUNDS.characters
  })
}
