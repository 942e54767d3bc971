import type { Action, Overlay } from '../../../widget/overlay.ts'

const contact: Action = { kind: 'contact', label: 'Talk to sales' }
const checkout: Action = { kind: 'checkout', label: 'Upgrade to Pro', href: '/checkout?plan=pro' }

const limit: Overlay = {
  promptId: 'records-full',
  format: 'modal',
  title: "You've used 100 of 100 records",
  body: 'Pro keeps every record you add, with no limit.',
  benefits: [
    'Unlimited records and imports',
    'All integrations, Slack and HubSpot included',
    'Roles for your whole team',
  ],
  limit: { name: 'records', used: 100, max: 100 },
  trigger: 'limit',
  primary: checkout,
  secondary: contact,
  brand: { name: 'Meridian' },
  person: { name: 'Ada Winter', email: 'ada@harbor.example' },
}

/** What teams really show, one a situation. */
export const CASES = {
  'limit reached': limit,
  'limit near': {
    ...limit,
    promptId: 'records-near',
    format: 'banner',
    title: "You've used 80 of 100 records",
    body: 'Pro has no limit.',
    limit: { name: 'records', used: 80, max: 100 },
    secondary: null,
  },
  gate: {
    ...limit,
    promptId: 'sso',
    title: 'Single sign-on comes with Pro',
    body: 'Your team signs in with the account it already has.',
    limit: null,
    trigger: 'gate',
    primary: { kind: 'checkout', label: 'Start 14-day trial', href: '/checkout?plan=pro&trial=14' },
  },
  pricing: {
    ...limit,
    promptId: 'pricing',
    format: 'slide-in',
    title: 'Questions about Pro?',
    body: 'We help you choose, and set it up with you.',
    benefits: [],
    limit: null,
    trigger: 'pricing',
    primary: contact,
    secondary: null,
  },
} satisfies Record<string, Overlay>
