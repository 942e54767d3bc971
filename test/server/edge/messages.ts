import type { OutboxRow } from '../../../server/commands.ts'
import type { LeadMessage } from '../../../server/wire/message.ts'

export const leadMessage = (
  data: Partial<LeadMessage['data']> = {},
  type: LeadMessage['type'] = 'lead.qualified',
): LeadMessage => ({
  type,
  timestamp: '2026-11-16T09:00:00.000Z',
  data: {
    leadId: 'acme.com~1',
    accountId: 'acme.com',
    company: 'Acme',
    plan: 'Free',
    users: 12,
    activeUsers: 9,
    limits: [{ limit: 'records', used: 100, max: 100, at: '2026-11-09T10:00:00.000Z', trust: 'server' }],
    champions: [
      { userId: 'ann', name: 'Ann Berg', role: 'Operations lead' },
      { userId: 'bob', name: null, role: null },
    ],
    departments: ['Operations', 'Sales'],
    userId: 'ann',
    status: 'open',
    score: 72.5,
    tier: 'sales',
    reason: '100 of 100 records used, on 9 Nov',
    reasons: [
      {
        rule: 'pricing',
        family: 'intent',
        points: 20,
        because: '2 pricing visits, last on 14 Nov',
        events: [],
        count: 2,
        firstAt: null,
        lastAt: null,
      },
    ],
    owner: null,
    dueAt: '2026-11-16T15:00:00.000Z',
    url: 'https://tidemark.example/inbox#/lead/acme.com~1',
    verified: true,
    message: null,
    replyTo: 'ann@acme.com',
    askedBy: null,
    ...data,
  },
})

export const outboxRow = (row: Partial<OutboxRow> = {}): OutboxRow => ({
  id: 'msg_1',
  account: 'acme.com',
  channel: 'webhook',
  body: JSON.stringify(leadMessage()),
  attempts: 0,
  ...row,
})
