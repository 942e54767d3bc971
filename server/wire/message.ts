import { type Static, Type } from 'typebox'
import { LedgerEntry, LimitUse } from './view.ts'

const Iso = Type.String({ description: 'ISO 8601, UTC.' })
const Maybe = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T, description?: string) =>
  Type.Union([schema, Type.Null()], description === undefined ? {} : { description })

export const MESSAGE_TYPES = ['lead.qualified', 'lead.updated', 'lead.breached', 'lead.closed'] as const
export type MessageType = (typeof MESSAGE_TYPES)[number]

/**
 * What leaves for sales: the body of a webhook and the source of a Slack message. Written once, when it is decided,
 * so a repeat carries the same bytes.
 */
export const LeadMessage = Type.Object({
  type: Type.Unsafe<MessageType>(Type.Enum([...MESSAGE_TYPES])),
  timestamp: Iso,
  data: Type.Object({
    leadId: Type.String(),
    accountId: Type.String(),
    company: Type.String(),
    plan: Maybe(Type.String(), 'As last told; null = unknown.'),
    users: Type.Integer(),
    activeUsers: Type.Integer(),
    limits: Type.Array(LimitUse, { description: 'How full each limit is, fullest first.' }),
    champions: Type.Array(
      Type.Object({ userId: Type.String(), name: Maybe(Type.String()), role: Maybe(Type.String()) }),
      { description: 'The most engaged users, best first.' },
    ),
    departments: Type.Array(Type.String(), {
      description: 'Where the users work, as their traits say: the most frequent first.',
    }),
    userId: Maybe(Type.String(), 'Whom the lead is about: who asked, or carries the strongest evidence.'),
    status: Type.String(),
    score: Type.Number(),
    tier: Type.String(),
    reason: Type.String({ description: 'The one strongest reason, in words: why now.' }),
    reasons: Type.Array(LedgerEntry),
    owner: Maybe(Type.String()),
    dueAt: Maybe(Iso),
    url: Type.String({ description: 'The lead in the inbox.' }),
    verified: Type.Boolean({
      description: 'False when everything behind it came from browsers without an identity token.',
    }),
    message: Maybe(Type.String(), 'What the person wrote in the contact form; plain text.'),
    replyTo: Maybe(
      Type.String(),
      'The e-mail address to answer to: from the form if somebody vouches for the request, else the known one first. Of a verified lead only one that somebody vouches for.',
    ),
    askedBy: Maybe(
      Type.String(),
      'Who asked for sales with this very news, by name; "Somebody" when there is no name, or when nobody vouches for the request and another person\'s verified one stands. Null when it is news of another kind.',
    ),
  }),
})
export type LeadMessage = Static<typeof LeadMessage>
