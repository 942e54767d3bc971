import type { Model } from '../wire/model.ts'

const businessHours: Model['businessHours'] = { from: 9, to: 17, days: [1, 2, 3, 4, 5], timeZone: 'UTC' }

const playbooks: Model['playbooks'] = {
  'hand-raise': {
    opener:
      'Hi {name|there}, you asked to talk about {company}. {users|A few} of you are using it already; what would you like to get done first?',
    steps: [
      'Answer the same business day: they asked.',
      'Quote their message back in your first line.',
      'Offer two times, no form.',
    ],
  },
  'limit-hit': {
    opener:
      'Hi {name|there}, {company} has used {used} of {max} {limit}. Shall I make sure nobody is held up while you decide?',
    steps: [
      'Lead with the limit they met and what it stops.',
      'Offer a temporary raise before you talk price.',
      'Name the plan without that limit.',
    ],
  },
  'premium-attempted': {
    opener:
      'Hi {name|there}, I saw that {company} tried {feature|a premium feature}. Want me to switch it on for a week?',
    steps: [
      'Ask what they wanted to do with it.',
      'Offer a trial of just that feature.',
      'Bring in whoever signs.',
    ],
  },
  'team-expansion': {
    opener:
      'Hi {name|there}, {users|several} people at {company} work with it now. How does the team use it together?',
    steps: [
      'Ask who joined and why.',
      'Show what teams get: roles, sharing, SSO.',
      'Find out who owns the budget.',
    ],
  },
  default: {
    opener:
      'Hi {name|there}, {company} is getting a lot out of it lately. What would make it better for the team?',
    steps: [
      'Open with what they did, not with the product.',
      'Ask for the next goal.',
      'Offer one concrete step.',
    ],
  },
}

/** Hand-raise to an account executive the same day, the rest by size; a catch-all always exists. */
const routes: Model['routes'] = [
  { id: 'hand-raise', label: 'Asked for sales', to: 'Account executive', handRaise: true, slaHours: 8 },
  {
    id: 'large-team',
    label: 'More than 20 users',
    to: 'Account executive',
    usersAtLeast: 21,
    slaHours: 8,
  },
  { id: 'small-team', label: 'Fewer than 10 users', to: 'Inside sales', usersBelow: 10, slaHours: 8 },
  { id: 'everyone-else', label: 'Everyone else', to: 'Sales development', slaHours: 8 },
]

/** Of 100: qualifies at 50, goes to sales at 70. */
export const BALANCED: Model = {
  name: 'balanced',
  signals: {},
  rules: [
    {
      id: 'core-workflow',
      family: 'usage-depth',
      label: 'Completed the core workflow',
      points: 25,
      when: { count: 'core', atLeast: 5, within: '14d' },
    },
    {
      id: 'active-lately',
      family: 'usage-depth',
      label: 'Active in the last 7 days',
      points: 10,
      when: { recent: 'active', within: '7d' },
    },
    {
      id: 'invitee-active',
      family: 'breadth',
      label: 'An invited teammate became active',
      points: 20,
      when: { inviteesActive: 1 },
    },
    {
      id: 'integration',
      family: 'breadth',
      label: 'Connected an integration',
      points: 10,
      when: { count: 'integration', atLeast: 1 },
    },
    {
      id: 'limit-crossed',
      family: 'limit-proximity',
      label: 'Reached a plan limit',
      points: 15,
      when: { limit: '*', atLeast: 1 },
    },
    {
      id: 'pricing-visits',
      family: 'intent',
      label: 'Looked at pricing twice',
      points: 20,
      when: { count: 'pricing', atLeast: 2, within: '30d' },
    },
  ],
  families: {
    'usage-depth': { cap: 35 },
    breadth: { cap: 30 },
    'limit-proximity': { cap: 15 },
    intent: { cap: 20 },
  },
  qualify: { score: 50, families: 2, activated: true, activeWithin: '14d' },
  tiers: [
    { name: 'sales-ready', label: 'Sales-ready', from: 70, sales: true },
    { name: 'nurture', label: 'Nurture in the product', from: 50 },
    { name: 'self-serve', label: 'Self-serve', from: 0 },
  ],
  account: { qualifiedShare: 0.5, qualifiedAtLeast: 2 },
  routes,
  businessHours,
  coolDown: '30d',
  playbooks,
  trust: 'open',
}
