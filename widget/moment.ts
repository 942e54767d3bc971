import { matches } from '../server/core/match.ts'
import type { Prompt, Trigger } from '../server/wire/prompt.ts'
import type { Signal } from '../server/wire/trigger.ts'

/** How full a limit was read to be, and when. */
export type Figures = {
  readonly limit: string
  readonly used: number
  readonly max: number
  readonly at: number
  /** When `used` returns to 0, and when it will be full at this pace; undefined while unknown. */
  readonly resetsAt?: number | undefined
  readonly fullAt?: number | undefined
}

/**
 * Something that happened and may make a prompt due. `blocked`: an action was refused. `overtakes`: these figures have
 * just closed what an earlier reading of the limit had opened.
 */
export type Moment =
  | ({
      readonly kind: 'limit'
      readonly blocked: boolean
      readonly overtakes?: boolean | undefined
    } & Figures)
  | { readonly kind: 'gate'; readonly feature: string }
  | { readonly kind: 'pricing'; readonly visits: number }
  | { readonly kind: 'event'; readonly event: string }
  | { readonly kind: 'click'; readonly selector: string }
  | { readonly kind: 'route'; readonly route: string }
  | { readonly kind: 'time'; readonly after: number; readonly route: string }
  | { readonly kind: 'manual' }

/** Whether something happened on this device as often as a signal asks. */
export type Happened = (signal: Signal) => boolean

const named = (wanted: string, name: string) => wanted === '*' || wanted === name
const isOn = (paths: readonly string[] | undefined, route: string) =>
  !paths || paths.some((path) => matches(path, route))

/** Whether a moment is what a trigger waits for. */
export const triggers = (trigger: Trigger, moment: Moment, happened: Happened): boolean => {
  switch (trigger.kind) {
    case 'limit':
      return (
        moment.kind === 'limit' &&
        named(trigger.limit, moment.limit) &&
        // Not `at * max`: 0.55 * 100 is more than 55.
        moment.used / moment.max >= trigger.at
      )
    case 'blocked':
      return moment.kind === 'limit' && moment.blocked && named(trigger.limit, moment.limit)
    case 'gate':
      return moment.kind === 'gate' && named(trigger.feature, moment.feature)
    case 'pricing':
      return moment.kind === 'pricing' && moment.visits >= trigger.visits
    case 'event':
      return moment.kind === 'event' && trigger.event === moment.event && happened(trigger)
    case 'click':
      return moment.kind === 'click' && trigger.selector === moment.selector
    case 'route':
      return moment.kind === 'route' && isOn(trigger.paths, moment.route)
    case 'time':
      return moment.kind === 'time' && trigger.after === moment.after && isOn(trigger.paths, moment.route)
    case 'manual':
      return false
    default:
      return trigger satisfies never
  }
}

/** Whether it waits for any feature, or limit, whatever its name. */
export const isAnyName = (trigger: Trigger): boolean =>
  ('limit' in trigger && trigger.limit === '*') || ('feature' in trigger && trigger.feature === '*')
/** A refused action comes before any threshold. */
const heightOf = ({ trigger }: Prompt) =>
  trigger.kind === 'limit' ? trigger.at : Number(trigger.kind === 'blocked') * 1e9

/**
 * Prompts that a moment may make due, the most fitting first: by priority, and names before `*`. Of a limit only
 * those of the highest threshold; what fills a slot stands beside them.
 */
export const candidates = (prompts: readonly Prompt[], moment: Moment, happened: Happened): Prompt[] => {
  const due = prompts.filter(({ trigger }) => triggers(trigger, moment, happened))
  const overlays = due.filter(({ format }) => format !== 'slot')
  const highest = Math.max(...overlays.map(heightOf))
  return due
    .filter((prompt) => prompt.format === 'slot' || heightOf(prompt) === highest)
    .sort(
      (a, b) =>
        (b.priority ?? 0) - (a.priority ?? 0) || Number(isAnyName(a.trigger)) - Number(isAnyName(b.trigger)),
    )
}

/** Asked for by the person: a blocked action or a click on a locked feature. It is exempt from frequency limits. */
export const isAskedFor = (moment: Moment): boolean =>
  moment.kind === 'gate' || moment.kind === 'manual' || (moment.kind === 'limit' && moment.blocked)
