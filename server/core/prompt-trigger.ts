import type { DraftablePrompt, Trigger } from '../wire/prompt.ts'
import { featureName } from './feature-name.ts'
import { afterWords } from './words.ts'

const percent = (ratio: number): string => `${Math.round(ratio * 100)} %`
const named = (name: string, any: string): string => (name === '*' ? any : featureName(name))

/** " 3 times in 14 days"; nothing where once is enough. */
const often = ({ atLeast = 1, within }: Extract<Trigger, { kind: 'event' }>): string =>
  atLeast === 1 ? '' : ` ${atLeast} times${within === undefined ? '' : ` in ${afterWords(within)}`}`

/** "At 80 % of any limit". */
export const triggerWords = ({ trigger }: Pick<DraftablePrompt, 'trigger'>): string => {
  switch (trigger.kind) {
    case 'limit':
      return `At ${percent(trigger.at)} of ${named(trigger.limit, 'any limit')}`
    case 'blocked':
      return `Refused at ${named(trigger.limit, 'any limit')}`
    case 'gate':
      return `Tries ${named(trigger.feature, 'any locked feature')}`
    case 'pricing':
      return `Looks at pricing ${trigger.visits} times`
    case 'event':
      return `Event ${trigger.event}${often(trigger)}`
    case 'click':
      return `Clicks ${trigger.selector}`
    case 'route':
      return `Opens ${trigger.paths.join(', ')}`
    case 'time':
      return `Reads for ${Math.round(trigger.after / 1000)} s`
    case 'manual':
      return 'Shown by your code'
    default:
      return trigger satisfies never
  }
}
