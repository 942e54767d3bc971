import { featureName } from '../core/feature-name.ts'
import { number } from '../core/words.ts'
import type { LeadMessage, MessageType } from '../wire/message.ts'

/** A lead message in words, for channels that people read. Plain text: each channel escapes it its own way. */
export type Words = {
  readonly headline: string
  /** Who, how strong, by when: label and value. */
  readonly facts: readonly (readonly [label: string, value: string])[]
  readonly reasons: readonly string[]
  /** What the person wrote; null when nothing. */
  readonly quote: string | null
  readonly url: string
}

const HEADLINES: Record<MessageType, (company: string) => string> = {
  'lead.qualified': (company) => `${company} is ready to buy`,
  'lead.updated': (company) => `${company}: new activity`,
  'lead.breached': (company) => `${company} is still waiting for an answer`,
  'lead.closed': (company) => `${company}: lead closed`,
}
const MOST_REASONS = 8
const MOST_LIMITS = 3

export const putIntoWords = ({ type, data }: LeadMessage, timeZone: string): Words => ({
  headline: data.askedBy
    ? `${data.company}: ${data.askedBy} asked to talk to sales`
    : HEADLINES[type](data.company),
  facts: [
    ['Score', `${formatPoints(data.score)} (${data.tier})`],
    ...listed('Who', whoIs(data)),
    ['Account', accountWords(data)],
    ...listed('Limits', data.limits.slice(0, MOST_LIMITS).map(limitWords)),
    ...listed('Champions', data.champions.map(championWords)),
    ...listed('Departments', data.departments),
    ...(data.owner ? [['Owner', data.owner] as const] : []),
    ...(data.dueAt ? [['Answer by', formatInstant(data.dueAt, timeZone)] as const] : []),
    ...(type === 'lead.closed' ? [['Status', data.status] as const] : []),
    ...(data.verified ? [] : [['Identity', 'not verified'] as const]),
  ],
  reasons: [...data.reasons]
    .sort((a, b) => Math.abs(b.points) - Math.abs(a.points))
    .slice(0, MOST_REASONS)
    .map(({ points, because }) => `${points < 0 ? '' : '+'}${formatPoints(points)}  ${because}`),
  quote: data.message,
  url: data.url,
})

type Data = LeadMessage['data']

/** "Ann Berg, ann@acme.com" */
const whoIs = ({ userId, champions, replyTo }: Data): string[] => {
  const name = champions.find((champion) => champion.userId === userId)?.name ?? userId
  return [...new Set([name, replyTo])].filter((part) => typeof part === 'string')
}

/** "Free plan, 12 users, 9 active" */
const accountWords = ({ plan, users, activeUsers }: Data): string =>
  [
    ...(plan === null ? [] : [`${plan} plan`]),
    ...(users === 0
      ? ['nobody has signed in']
      : [`${users} user${users === 1 ? '' : 's'}`, `${activeUsers} active`]),
  ].join(', ')

const limitWords = ({ limit, used, max, trust }: Data['limits'][number]): string =>
  `${featureName(limit)} ${number(used)} of ${number(max)}${trust === 'browser' ? ' (not verified)' : ''}`

const championWords = ({ userId, name, role }: Data['champions'][number]): string =>
  role === null ? (name ?? userId) : `${name ?? userId} (${role})`

/** A fact of several parts; none when there are none. */
const listed = (label: string, parts: readonly string[]): (readonly [string, string])[] =>
  parts.length === 0 ? [] : [[label, parts.join(', ')]]

const formatPoints = (points: number): string => String(Math.round(points * 100) / 100)

const formatInstant = (iso: string, timeZone: string): string =>
  new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
  }).format(new Date(iso))
