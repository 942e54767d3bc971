/** Columns that are the event's own; their values stay text. */
const OWN = new Set([
  'type',
  'event',
  'name',
  'userId',
  'anonymousId',
  'groupId',
  'previousId',
  'messageId',
  'timestamp',
])

const EPOCH_MS = /^\d{12,14}$/

type Value = string | number | boolean | null | { [name: string]: Value }

/**
 * A row as an event. `properties.plan`, `traits.role` and `context.groupId` go where their names say; a column of any
 * other name is a property. Without a type it is a track call. Empty cells are left out; numbers and true/false are read.
 */
export const eventOf = (row: Readonly<Record<string, string>>): Record<string, Value> => {
  const event: Record<string, Value> = {}
  for (const [column, cell] of Object.entries(row)) {
    if (cell === '') continue
    if (OWN.has(column)) event[column] = column === 'timestamp' && EPOCH_MS.test(cell) ? Number(cell) : cell
    else
      put(
        event,
        /^(properties|traits|context)\./.test(column) ? column.split('.') : ['properties', column],
        cell,
      )
  }
  return 'type' in event ? event : { type: 'track', ...event }
}

const put = (event: Record<string, Value>, [part = '', ...rest]: readonly string[], cell: string): void => {
  const held = event[part]
  const into = typeof held === 'object' && held !== null ? held : {}
  into[rest.join('.')] = part === 'context' ? cell : valueOf(cell)
  event[part] = into
}

/** A leading zero or plus sign makes a code or a telephone number, not a figure. */
const valueOf = (cell: string): Value => {
  if (cell === 'true' || cell === 'false') return cell === 'true'
  return /^-?(0|[1-9]\d{0,14})(\.\d+)?$/.test(cell) ? Number(cell) : cell
}
