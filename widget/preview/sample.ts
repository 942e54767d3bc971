import type { Prompt } from '../../server/wire/prompt.ts'
import type { Moment } from '../moment.ts'
import { DAY } from '../span.ts'

const ANY = '*'
const named = (name: string, otherwise: string) => (name === ANY ? otherwise : name)

/** A moment that makes a prompt due, with believable figures. */
export const momentFor = ({ trigger }: Prompt, now: number): Moment => {
  switch (trigger.kind) {
    case 'limit':
    case 'blocked': {
      const at = trigger.kind === 'blocked' ? 1 : trigger.at
      const times = { at: now, resetsAt: now + 12 * DAY, fullAt: now + 4 * DAY }
      const used = Math.ceil(100 * at)
      const blocked = trigger.kind === 'blocked'
      return { kind: 'limit', limit: named(trigger.limit, 'records'), used, max: 100, blocked, ...times }
    }
    case 'gate':
      return { kind: 'gate', feature: named(trigger.feature, 'sso') }
    case 'pricing':
      return { kind: 'pricing', visits: trigger.visits }
    case 'event':
      return { kind: 'event', event: trigger.event }
    case 'click':
      return { kind: 'click', selector: trigger.selector }
    case 'route':
      return { kind: 'route', route: trigger.paths[0] ?? '/' }
    case 'time':
      return { kind: 'time', after: trigger.after, route: trigger.paths?.[0] ?? '/' }
    case 'manual':
      return { kind: 'manual' }
    default:
      return trigger satisfies never
  }
}

/** Who looks at previews. */
export const SOMEBODY = {
  anonymousId: 'preview',
  userId: 'ada',
  groupId: 'harbor',
  traits: { name: 'Ada Winter', email: 'ada@harbor.example', role: 'owner' },
  groupTraits: { name: 'Harbor Freight', plan: 'free' },
} as const
