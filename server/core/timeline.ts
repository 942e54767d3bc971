import type { EventType, Fields } from '../wire/event.ts'
import { featureName } from './feature-name.ts'
import { capitalised } from './template.ts'
import { number } from './words.ts'

type Told = { readonly type: EventType; readonly name: string; readonly properties: Fields }

/** What an event was, in plain words: "Tried SSO", "Reached 100 of 100 records". Unknown ones keep their name. */
export function eventWords({ type, name, properties }: Told): string {
  if (type === 'track') {
    const words = WORDS.get(name)
    return words ? capitalised(words(textsOf(properties))) : name
  }
  if (type === 'page' || type === 'screen')
    return `Viewed ${textsOf(properties)('path') ?? (name || 'a page')}`
  if (type === 'group') return 'Joined the account'
  return type === 'alias' ? 'Was recognised' : 'Was identified'
}

/** A property as text, if it is one worth saying. */
type Say = (property: string) => string | undefined

function textsOf(properties: Fields): Say {
  return (property) => {
    const value = Object.hasOwn(properties, property) ? properties[property] : undefined
    if (typeof value === 'number') return number(value)
    return typeof value === 'string' && value !== '' ? value.slice(0, 100) : undefined
  }
}

const limit = (verb: string) => (say: Say) =>
  `${verb} ${say('used') ?? '?'} of ${say('max') ?? '?'} ${say('limit') ?? 'a limit'}`
const feature = (say: Say): string => featureName(say('feature') ?? 'a premium feature')
const plan = (say: Say): string => say('plan') ?? 'a plan'
const prompt = (verb: string) => (say: Say) => `${verb} the prompt “${say('promptId') ?? '?'}”`

const WORDS: ReadonlyMap<string, (say: Say) => string> = new Map([
  ['Signed Up', () => 'Signed up'],
  ['Signed In', () => 'Signed in'],
  ['Session Started', () => 'Started a session'],
  ['Activated', () => 'Reached first value'],
  ['Core Action Completed', (say) => say('action') ?? 'Completed a core action'],
  ['Limit Approached', limit('Reached')],
  ['Limit Reached', limit('Reached')],
  ['Premium Feature Attempted', (say) => `Tried ${feature(say)}`],
  ['Pricing Viewed', () => 'Looked at pricing'],
  ['Invite Sent', () => 'Invited a teammate'],
  ['Invite Accepted', () => 'Accepted an invitation'],
  ['Integration Connected', (say) => `Connected ${say('integration') ?? say('name') ?? 'an integration'}`],
  ['Data Imported', (say) => (say('rows') ? `Imported ${say('rows')} rows` : 'Imported data')],
  ['Upgrade Started', (say) => `Started the checkout for ${plan(say)}`],
  ['Sales Contact Requested', () => 'Asked to talk to sales'],
  ['Demo Requested', () => 'Asked for a demo'],
  ['Admin Asked', (say) => `Asked the admin for ${feature(say)}`],
  ['Trial Started', () => 'Started a trial'],
  ['Trial Ended', () => 'Ended the trial'],
  ['Subscription Started', (say) => `Subscribed to ${plan(say)}`],
  ['Subscription Changed', (say) => `Changed the subscription to ${plan(say)}`],
  ['Subscription Ended', () => 'Ended the subscription'],
  ['Deal Closed', (say) => `Deal closed: ${say('outcome') ?? 'unknown'}`],
  ['Prompt Shown', prompt('Saw')],
  ['Prompt Clicked', prompt('Clicked')],
  ['Prompt Dismissed', prompt('Closed')],
  ['Prompt Snoozed', prompt('Put off')],
  ['Prompt Converted', prompt('Followed')],
])
