import type { Model } from '../wire/model.ts'
import type { EventEntry } from './types.ts'

/** The standard event names behind each built-in signal. A model may map further names onto them. */
export const SIGNALS = {
  core: ['Core Action Completed'],
  activation: ['Activated'],
  session: ['Session Started'],
  signup: ['Signed Up'],
  trial: ['Trial Started'],
  pricing: ['Pricing Viewed'],
  gate: ['Premium Feature Attempted'],
  'limit-approached': ['Limit Approached'],
  'limit-reached': ['Limit Reached'],
  'invite-sent': ['Invite Sent'],
  'invite-accepted': ['Invite Accepted'],
  integration: ['Integration Connected'],
  import: ['Data Imported'],
  'upgrade-started': ['Upgrade Started'],
  'hand-raise': ['Sales Contact Requested', 'Demo Requested'],
} as const satisfies Readonly<Record<string, readonly string[]>>

/** The signal that every activity counts into, besides its own. */
export const ACTIVE = 'active'

/** Whether a condition or route of the model names this signal. */
export const isNamed = (signal: string, { rules, fit, account, routes }: Model): boolean =>
  JSON.stringify([rules, fit, account, routes]).includes(JSON.stringify(signal))

/** What a signal is called in a sentence, one and many. */
export const NOUNS: Readonly<Record<string, readonly [one: string, many: string]>> = {
  core: ['core action', 'core actions'],
  activation: ['activation', 'activations'],
  session: ['session', 'sessions'],
  signup: ['signup', 'signups'],
  trial: ['trial', 'trials'],
  pricing: ['pricing visit', 'pricing visits'],
  gate: ['premium feature attempt', 'premium feature attempts'],
  'limit-approached': ['limit approached', 'limits approached'],
  'limit-reached': ['limit reached', 'limits reached'],
  'invite-sent': ['invite sent', 'invites sent'],
  'invite-accepted': ['invite accepted', 'invites accepted'],
  integration: ['integration connected', 'integrations connected'],
  import: ['data import', 'data imports'],
  'upgrade-started': ['upgrade started', 'upgrades started'],
  'hand-raise': ['request to talk to sales', 'requests to talk to sales'],
  active: ['activity', 'activities'],
}

/** Whether only a backend may say it: a browser's word on plans and deals changes nothing. */
const isServersWord = (name: string): boolean =>
  name.startsWith('Subscription ') || name.startsWith('Trial ') || name === 'Deal Closed'

/** Whether a backend says that what the account pays for has changed. */
export function isBilling({ type, trust, name }: EventEntry): boolean {
  return type === 'track' && trust === 'server' && name.startsWith('Subscription ')
}

/** Whether the event may change anything, given who sent it. */
export function isBelieved(event: EventEntry): boolean {
  return event.trust === 'server' || !isServersWord(event.name)
}

/** Whether a person did something: prompts shown to them, billing and limits counted by a backend are no activity. */
export function isActivity(event: EventEntry): boolean {
  if (event.type !== 'track' && event.type !== 'page' && event.type !== 'screen') return false
  if (event.name.startsWith('Prompt ') || isServersWord(event.name)) return false
  return !(event.trust === 'server' && event.name.startsWith('Limit '))
}
