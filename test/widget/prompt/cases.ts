import type { Action, Overlay } from '../../../widget/overlay.ts'
import { ARABIC, GERMAN } from './languages.ts'

const contact: Action = { kind: 'contact', label: 'Talk to sales' }
const checkout: Action = { kind: 'checkout', label: 'Upgrade to Pro', href: '/checkout?plan=pro' }

/** A picture without a file: a quiet chart. */
const PICTURE = `data:image/svg+xml,${encodeURIComponent(
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 225"><rect width="400" height="225" fill="#e9ecf5"/>
  <g fill="#5b6bd6">${[60, 84, 76, 110, 128, 150].map((height, n) => `<rect x="${70 + n * 46}" y="${190 - height}" width="28" height="${height}" rx="5" opacity="${0.35 + n * 0.12}"/>`).join('')}</g></svg>`,
)}`

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
  limit: { name: 'records', label: 'records', used: 100, max: 100 },
  why: 'Your plan includes 100 records, and 100 are in use.',
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
    benefits: [],
    limit: { name: 'records', label: 'records', used: 80, max: 100 },
    secondary: null,
  },
  gate: {
    ...limit,
    promptId: 'sso',
    title: 'Single sign-on comes with Pro',
    body: 'Your team signs in with the account it already has.',
    limit: null,
    why: 'You opened a feature that your plan does not include.',
    primary: { kind: 'trial', label: 'Start 14-day trial' },
  },
  pricing: {
    ...limit,
    promptId: 'pricing',
    format: 'slide-in',
    title: 'Questions about Pro?',
    body: 'We help you choose, and set it up with you.',
    benefits: [],
    limit: null,
    why: 'You looked at the pricing of Meridian.',
    primary: contact,
    secondary: null,
  },
  picture: {
    ...limit,
    promptId: 'forecast',
    title: 'Forecasts are part of Pro',
    body: 'See next quarter from the pipeline you already keep here.',
    benefits: ['By owner, stage and month', 'Updated as deals move'],
    picture: { src: PICTURE, alt: '' },
    limit: null,
    why: 'You opened a feature that your plan does not include.',
    secondary: null,
  },
  'ask admin': {
    ...limit,
    promptId: 'audit',
    format: 'popover',
    title: 'The audit log comes with Pro',
    body: 'See who changed what, for a year back.',
    benefits: [],
    limit: null,
    why: 'You opened a feature that your plan does not include.',
    primary: { kind: 'ask-admin', label: 'Ask your admin' },
    secondary: null,
  },
  person: {
    ...limit,
    promptId: 'person',
    format: 'slide-in',
    title: 'Rae looks after Harbor',
    body: 'Bring your questions about plans; fifteen minutes are enough.',
    benefits: [],
    limit: null,
    why: 'You looked at the pricing of Meridian.',
    primary: { kind: 'book', label: 'Talk to Rae', href: 'https://cal.example/rae' },
    secondary: null,
  },
  German: { ...limit, ...GERMAN },
  Arabic: { ...limit, ...ARABIC },
} satisfies Record<string, Overlay>
