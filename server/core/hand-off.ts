import type { Model } from '../wire/model.ts'

const businessHours: Model['businessHours'] = { from: 9, to: 17, days: [1, 2, 3, 4, 5], timeZone: 'UTC' }

const playbooks: Model['playbooks'] = {
  'hand-raise': {
    opener:
      'Hi {name|there}, thank you for getting in touch. {wrote} What would {team|you} like to get done first?',
    steps: [
      'Answer the same business day: they asked.',
      'Answer what they asked before you ask anything.',
      'Offer two times, no form.',
    ],
  },
  'limit-hit': {
    opener:
      'Hi {name|there}, you have used {used} of {max} {limit} {where}. Shall I make sure nobody is held up while you decide?',
    steps: [
      'Lead with the limit they met and what it stops.',
      'Offer a temporary raise before you talk price.',
      'Name the plan without that limit.',
    ],
  },
  'premium-attempted': {
    opener:
      'Hi {name|there}, I saw that you tried {feature|a premium feature}. Shall I switch it on for {team|you} for a week?',
    steps: [
      'Ask what they wanted to do with it.',
      'Offer a trial of just that feature.',
      'Bring in whoever signs.',
    ],
  },
  'team-expansion': {
    opener:
      'Hi {name|there}, {users|several} of you {where} are on board now. How do you work with it together?',
    steps: [
      'Ask who joined and why.',
      'Show what teams get: roles, sharing, SSO.',
      'Find out who owns the budget.',
    ],
  },
  default: {
    opener:
      'Hi {name|there}, you have been getting a lot done with us lately. What would make it even better for {team|you}?',
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

/** What the presets share: how leads are handed over. */
export const HAND_OFF = {
  signals: {},
  account: { qualifiedShare: 0.5, qualifiedAtLeast: 2 },
  routes,
  businessHours,
  coolDown: '30d',
  playbooks,
  trust: 'open',
} satisfies Partial<Model>
