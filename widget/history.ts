import type { Fields } from '../server/wire/event.ts'
import type { Prompt } from '../server/wire/prompt.ts'
import type { Signal } from '../server/wire/trigger.ts'
import { fits } from './fits.ts'
import type { Host } from './host.ts'
import { createShelf } from './shelf.ts'
import { DAY } from './span.ts'

/** An event's instant, and those of its properties that a configured test looks at. */
type Occurrence = readonly [at: number, properties: Fields]

const REMEMBERED = 50
const REMEMBERED_AFTER = 90 * DAY

/** Every event that a prompt counts. */
export const signalsOf = ({ trigger, audience }: Prompt): readonly Signal[] => [
  ...(trigger.kind === 'event' ? [trigger] : []),
  ...(audience?.signals ?? []),
]

/** Which of the configured events happened on this device, and when; no other event is remembered. */
export const createHistory = ({ now, storage }: Host, prompts: () => readonly Prompt[]) => {
  const shelf = createShelf<readonly Occurrence[]>(storage, 'events')
  const since = (event: string, span: number) => (shelf.get(event) ?? []).filter(([at]) => at > now() - span)

  return {
    note(event: string, properties: Fields) {
      const counted = prompts()
        .flatMap(signalsOf)
        .filter((signal) => signal.event === event)
      if (counted.length === 0) return
      const names = counted.flatMap(({ where = [] }) => where.map(({ name }) => name))
      const kept = Object.fromEntries(names.map((name) => [name, properties[name] ?? null]))
      const entries: readonly Occurrence[] = [...since(event, REMEMBERED_AFTER), [now(), kept]]
      shelf.put(event, entries.slice(-REMEMBERED))
    },
    happened: ({ event, atLeast = 1, within = REMEMBERED_AFTER, where = [] }: Signal): boolean =>
      since(event, within).filter(([, properties]) => where.every((test) => fits(test, properties))).length >=
      atLeast,
  }
}
