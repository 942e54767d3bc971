import type { Trigger } from '../server/wire/prompt.ts'

/** Something that happened and may make a prompt due. */
export type Moment =
  | { readonly kind: 'limit'; readonly limit: string; readonly used: number; readonly max: number }
  | { readonly kind: 'gate'; readonly feature: string }
  | { readonly kind: 'pricing'; readonly visits: number }
  | { readonly kind: 'event'; readonly event: string }
  | { readonly kind: 'manual' }

const named = (wanted: string, name: string) => wanted === '*' || wanted === name

/** Whether a moment is what a trigger waits for. */
export const triggers = (trigger: Trigger, moment: Moment): boolean => {
  switch (trigger.kind) {
    case 'limit':
      return (
        moment.kind === 'limit' &&
        named(trigger.limit, moment.limit) &&
        moment.used >= trigger.at * moment.max
      )
    case 'gate':
      return moment.kind === 'gate' && named(trigger.feature, moment.feature)
    case 'pricing':
      return moment.kind === 'pricing' && moment.visits >= trigger.visits
    case 'event':
      return moment.kind === 'event' && trigger.event === moment.event
    case 'blocked':
      return moment.kind === 'limit' && named(trigger.limit, moment.limit) && moment.used > moment.max
    case 'click':
    case 'route':
    case 'time':
    case 'manual':
      return false
    default:
      return trigger satisfies never
  }
}

/** Whether a trigger takes any limit or feature. */
export const isAnyName = (trigger: Trigger): boolean =>
  (trigger.kind === 'limit' && trigger.limit === '*') || (trigger.kind === 'gate' && trigger.feature === '*')

/** Asked for by the person: a blocked action or a click on a locked feature. It is exempt from frequency limits. */
export const isAskedFor = (moment: Moment): boolean =>
  moment.kind === 'gate' || moment.kind === 'manual' || (moment.kind === 'limit' && moment.used >= moment.max)

/** What a trigger waits for: `limit records 0.8`, `pricing 2`. */
export const described = (trigger: Trigger): string => Object.values(trigger).join(' ')
