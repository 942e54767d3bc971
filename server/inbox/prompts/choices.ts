import type { CallToAction, Format, Trigger } from '../../wire/prompt.ts'

type Choices<T extends string> = readonly (readonly [value: T, label: string])[]

export const FORMATS: Choices<Format> = [
  ['modal', 'Modal'],
  ['slide-in', 'Slide-in'],
  ['banner', 'Banner'],
  ['popover', 'Popover'],
  ['slot', 'Slot in the page'],
]
export const TRIGGERS: Choices<Trigger['kind']> = [
  ['limit', 'A limit fills up'],
  ['blocked', 'An action was refused at a limit'],
  ['gate', 'A locked feature is tried'],
  ['pricing', 'Pricing is looked at'],
  ['event', 'An event happens'],
  ['click', 'An element is clicked'],
  ['route', 'A page is opened'],
  ['time', 'A page is read for a while'],
  ['manual', 'Only when your code shows it'],
]
export const CALLS: Choices<CallToAction['kind']> = [
  ['checkout', 'Go to checkout'],
  ['trial', 'Start a trial'],
  ['contact', 'Contact form'],
  ['ask-admin', 'Ask the admin'],
  ['book', 'Book a meeting'],
  ['link', 'Follow a link'],
  ['callback', 'Let your code do it'],
]

/** What a trigger is when its kind was just chosen. */
export const triggerOf = (kind: Trigger['kind']): Trigger => {
  switch (kind) {
    case 'limit':
      return { kind, limit: '*', at: 0.8 }
    case 'blocked':
      return { kind, limit: '*' }
    case 'gate':
      return { kind, feature: '*' }
    case 'pricing':
      return { kind, visits: 2 }
    case 'event':
      return { kind, event: 'Report Exported' }
    case 'click':
      return { kind, selector: '#upgrade' }
    case 'route':
      return { kind, paths: ['/reports*'] }
    case 'time':
      return { kind, after: 30_000 }
    case 'manual':
      return { kind }
    default:
      return kind satisfies never
  }
}

export const callOf = (kind: CallToAction['kind'], label: string): CallToAction => {
  switch (kind) {
    case 'checkout':
      return { kind, label, url: '/pricing' }
    case 'link':
      return { kind, label, url: '/' }
    case 'callback':
      return { kind, label, name: 'upgrade' }
    case 'trial':
    case 'contact':
    case 'ask-admin':
    case 'book':
      return { kind, label }
    default:
      return kind satisfies never
  }
}

export const labelOf = <T extends string>(choices: Choices<T>, value: T): string =>
  choices.find(([name]) => name === value)?.[1] ?? value
