import type { OutboxRow } from '../commands.ts'
import type { LeadMessage } from '../wire/message.ts'
import { putIntoWords, type Words } from './message.ts'
import type { Outgoing } from './post.ts'

/**
 * A Slack incoming webhook. Everything a browser may have set stands in `plain_text`, where Slack interprets neither
 * links nor mentions nor formatting; `text`, which notifications show, is always markup and therefore escaped.
 */
export const composeSlack =
  (url: string, timeZone: string) =>
  (row: OutboxRow): Outgoing => ({
    url,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(toBlocks(putIntoWords(JSON.parse(row.body) as LeadMessage, timeZone))),
  })

const toBlocks = ({ headline, facts, reasons, quote, url }: Words) => ({
  text: escapeMarkup(headline),
  unfurl_links: false,
  unfurl_media: false,
  blocks: [
    { type: 'header', text: plain(headline, 150) },
    {
      type: 'section',
      fields: facts.map(([label, value]) => plain(`${label}\n${value}`, 2000)),
    },
    ...(reasons.length > 0 ? [{ type: 'section', text: plain(reasons.join('\n'), 3000) }] : []),
    ...(quote ? [{ type: 'section', text: plain(`They wrote: ${quote}`, 3000) }] : []),
    {
      type: 'actions',
      elements: [{ type: 'button', style: 'primary', text: plain('Open the lead', 75), url }],
    },
  ],
})

/** The limits are Slack's own (Block Kit reference); beyond them it refuses the whole message. */
const plain = (text: string, atMost: number) => ({
  type: 'plain_text' as const,
  emoji: false,
  text: shorten(dropControls(text), atMost),
})

const shorten = (text: string, atMost: number): string => {
  if (text.length <= atMost) return text
  return `${text.slice(0, atMost - 1).replace(/[\uD800-\uDBFF]$/, '')}…`
}

/** Control and direction characters could hide or reorder what a rep reads. */
const dropControls = (text: string): string =>
  text.replace(/[^\P{Cc}\n]|[\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/gu, '')

/** https://docs.slack.dev/messaging/formatting-message-text#escaping, and the signs that format. */
const escapeMarkup = (text: string): string =>
  dropControls(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/[*_~`]/g, ' ')
