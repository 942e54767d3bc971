import type { PromptSet } from './wire/prompt.ts'

/** What a new installation shows: the four moments, in words that fit any product. */
export const DEFAULT_PROMPTS: PromptSet = {
  enabled: true,
  prompts: [
    {
      id: 'limit-near',
      format: 'banner',
      trigger: { kind: 'limit', limit: '*', at: 0.8 },
      title: 'You’ve used {used} of {max} {limit}',
      body: '{remaining} left on your plan.',
      primary: { kind: 'checkout', label: 'See plans', url: '/pricing' },
    },
    {
      id: 'limit-reached',
      format: 'modal',
      trigger: { kind: 'limit', limit: '*', at: 1 },
      title: 'You’ve used {used} of {max} {limit}',
      body: 'Upgrade to go on without a limit.',
      primary: { kind: 'checkout', label: 'Upgrade', url: '/pricing' },
      secondary: { kind: 'contact', label: 'Talk to us' },
      goal: 'Subscription Started',
    },
    {
      id: 'gate',
      format: 'modal',
      trigger: { kind: 'gate', feature: '*' },
      title: '{feature} comes with a paid plan',
      body: 'See what else it includes, or ask us anything.',
      primary: { kind: 'checkout', label: 'See plans', url: '/pricing' },
      secondary: { kind: 'contact', label: 'Talk to us' },
      goal: 'Subscription Started',
    },
    {
      id: 'pricing',
      format: 'slide-in',
      trigger: { kind: 'pricing', visits: 2 },
      title: 'Which plan fits you?',
      body: 'Tell us what you are after, and a person answers.',
      primary: { kind: 'contact', label: 'Ask a person' },
    },
  ],
  thresholds: [0.8, 1],
  pricing: { paths: ['/pricing', '/pricing/*', '/plans'], dwellAfter: 5000 },
  frequency: {
    spacingAfter: 30_000,
    unsolicitedPerDay: 1,
    holdout: 0.05,
    repeatDays: 7,
    snoozeDays: [7, 30],
    ignoredShowings: 3,
  },
  hideOn: ['/checkout*', '/billing/pay*'],
  figuresStaleAfter: 15 * 60_000,
  locale: 'en',
  brand: { scheme: 'auto' },
}
