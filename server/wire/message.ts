import { type Static, Type } from 'typebox'
import { LedgerEntry, LimitUse } from './view.ts'

const Iso = Type.String()
const Maybe = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()])

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
    /** As last told; null = unknown. */
    plan: Maybe(Type.String()),
    users: Type.Integer(),
    activeUsers: Type.Integer(),
    /** How full each limit is, fullest first. */
    limits: Type.Array(LimitUse),
    /** The most engaged users, best first. */
    champions: Type.Array(
      Type.Object({ userId: Type.String(), name: Maybe(Type.String()), role: Maybe(Type.String()) }),
    ),
    /** Where the users work, as their traits say: the most frequent first. */
    departments: Type.Array(Type.String()),
    /** Whom the lead is about: who asked, or carries the strongest evidence. */
    userId: Maybe(Type.String()),
    status: Type.String(),
    score: Type.Number(),
    tier: Type.String(),
    /** The one strongest reason, in words: why now. */
    reason: Type.String(),
    reasons: Type.Array(LedgerEntry),
    owner: Maybe(Type.String()),
    dueAt: Maybe(Iso),
    /** The lead in the inbox. */
    url: Type.String(),
    /** False when everything behind it came from browsers without an identity token. */
    verified: Type.Boolean(),
    /** What the person wrote in the contact form; plain text. */
    message: Maybe(Type.String()),
    /** The e-mail address to answer to: from the form if somebody vouches for the request, else the known one first. */
    replyTo: Maybe(Type.String()),
    /**
     * Who asked for sales with this very news, by name; "Somebody" when there is no name, or when nobody vouches for
     * the request and another person's verified one stands. Null when it is news of another kind.
     */
    askedBy: Maybe(Type.String()),
  }),
})
export type LeadMessage = Static<typeof LeadMessage>
