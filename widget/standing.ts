import type { Trigger } from '../server/wire/trigger.ts'
import { type Figures, type Happened, type Moment, triggers } from './moment.ts'

type Known = {
  readonly readings: readonly Figures[]
  readonly visits: number
  readonly route: string
  readonly happened: Happened
}

/**
 * The moment that a trigger would meet now. `isShown`: the page shows its prompt by itself, which also is about a limit
 * that is not as full, or about a feature that nobody has tried.
 */
export const standingMoment = (trigger: Trigger, known: Known, isShown: boolean): Moment | null => {
  const { happened, readings, route, visits } = known
  const moments: Moment[] = [
    ...readings.map((figures): Moment => {
      return { kind: 'limit', blocked: figures.used > figures.max, ...figures }
    }),
    { kind: 'pricing', visits },
    { kind: 'route', route },
    ...(trigger.kind === 'event' ? [{ kind: 'event', event: trigger.event } as const] : []),
    ...(isShown && trigger.kind === 'gate' && trigger.feature !== '*' ? [trigger] : []),
  ]
  const isAbout = (moment: Moment) =>
    isShown && moment.kind === 'limit' && 'limit' in trigger && moment.limit === trigger.limit
  return moments.find((moment) => triggers(trigger, moment, happened) || isAbout(moment)) ?? null
}
