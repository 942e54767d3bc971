import type { Model } from '../wire/model.ts'
import { HAND_OFF } from './hand-off.ts'

/** Of 100: qualifies at 50, goes to sales at 70. */
export const BALANCED: Model = {
  ...HAND_OFF,
  name: 'balanced',
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
}

/** A short list for a first week: qualifies at 40, goes to sales at 55. */
export const SIMPLE: Model = {
  ...HAND_OFF,
  name: 'simple',
  rules: [
    {
      id: 'limit-hit',
      family: 'limit-proximity',
      label: 'Hit a plan limit',
      points: 20,
      when: { limit: '*', atLeast: 1 },
    },
    {
      id: 'five-invites',
      family: 'breadth',
      label: 'Invited five teammates',
      points: 15,
      when: { count: 'invite-sent', atLeast: 5 },
    },
    {
      id: 'premium-attempted',
      family: 'intent',
      label: 'Tried a premium feature',
      points: 10,
      when: { count: 'gate', atLeast: 1 },
    },
    {
      id: 'ten-sessions',
      family: 'usage-depth',
      label: 'Ten sessions in 30 days',
      points: 10,
      when: { count: 'session', atLeast: 10, within: '30d' },
    },
    {
      id: 'fit',
      family: 'fit',
      label: 'A company of ten or more',
      points: 10,
      when: { trait: 'employees', atLeast: 10 },
    },
    {
      id: 'activated',
      family: 'usage-depth',
      label: 'Reached first value',
      points: 5,
      when: {
        any: [
          { count: 'activation', atLeast: 1 },
          { count: 'core', atLeast: 1 },
        ],
      },
    },
  ],
  families: {},
  qualify: { score: 40, families: 2, activated: true, activeWithin: '14d' },
  tiers: [
    { name: 'sales-ready', label: 'Sales-ready', from: 55, sales: true },
    { name: 'nurture', label: 'Nurture in the product', from: 40 },
    { name: 'self-serve', label: 'Self-serve', from: 0 },
  ],
}

/** For small customers: first value and company within two weeks, straight to sales at 8 of 10. */
export const SMB: Model = {
  ...HAND_OFF,
  name: 'smb',
  rules: [
    {
      id: 'first-value',
      family: 'usage-depth',
      label: 'Got first value',
      points: 5,
      when: {
        any: [
          { count: 'activation', atLeast: 1, within: '14d' },
          { count: 'core', atLeast: 1, within: '14d' },
        ],
      },
    },
    {
      id: 'collaboration',
      family: 'breadth',
      label: 'Brought somebody along',
      points: 3,
      when: { any: [{ count: 'invite-sent', atLeast: 1, within: '14d' }, { inviteesActive: 1 }] },
    },
    {
      id: 'context',
      family: 'context',
      label: 'Brought their own data',
      points: 2,
      when: {
        any: [
          { count: 'import', atLeast: 1, within: '14d' },
          { count: 'integration', atLeast: 1, within: '14d' },
        ],
      },
    },
  ],
  families: {},
  qualify: { score: 8, families: 2, activated: true, activeWithin: '14d' },
  tiers: [
    { name: 'sales-ready', label: 'Sales-ready', from: 8, sales: true },
    { name: 'self-serve', label: 'Self-serve', from: 0 },
  ],
}
