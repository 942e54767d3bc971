import { Value } from 'typebox/value'
import { LeadMessage } from '../../server/wire/message.ts'

export type Escalation = { id: string; receivedAt: number; verified: number; body: string }

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const escape = (text: string) => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character)

const TITLES: Record<LeadMessage['type'], string> = {
  'lead.qualified': 'is ready for sales',
  'lead.updated': 'has new evidence',
  'lead.breached': 'is overdue',
  'lead.closed': 'was closed',
}

const parse = (body: string): LeadMessage | null => {
  try {
    const value: unknown = JSON.parse(body)
    return Value.Check(LeadMessage, value) ? value : null
  } catch {
    return null
  }
}

const describe = ({ type, data }: LeadMessage): string => `
  <h2>${escape(data.company)}${data.askedBy ? `: ${escape(data.askedBy)} asked to talk to sales` : ` ${TITLES[type]}`}</h2>
  ${data.message ? `<blockquote>${escape(data.message)}</blockquote>` : ''}
  <table><caption>Why: ${data.score} points</caption><tbody>
    ${data.reasons
      .map(
        ({ because, points }) =>
          `<tr><th scope="row">${escape(because)}</th><td>${points > 0 ? '+' : ''}${points}</td></tr>`,
      )
      .join('')}
  </tbody></table>
  <p><a href="${escape(data.url)}">Open this lead in the inbox</a></p>`

const card = ({ id, receivedAt, verified, body }: Escalation): string => {
  const message = verified ? parse(body) : null
  const at = new Date(receivedAt).toISOString()
  return `<article>
    <p class="meta"><span class="${verified ? 'good' : 'bad'}">${verified ? '✓ Signature verified' : '✗ Signature refused'}</span>
      <time datetime="${at}">${at.replace('T', ' ').slice(0, 19)} UTC</time></p>
    ${message ? describe(message) : '<h2>Not a message this page knows</h2>'}
    <details><summary>What arrived</summary><p><code>webhook-id: ${escape(id)}</code></p><pre>${escape(body.slice(0, 6000))}</pre></details>
  </article>`
}

const STYLE = `
  :root{color-scheme:light dark;--surface:oklch(98.5% .003 260);--raised:oklch(100% 0 0);--border:oklch(90% .006 260);
    --text:oklch(24% .015 260);--muted:oklch(48% .015 260);--good:oklch(45% .11 155);--bad:oklch(50% .18 27)}
  @media (prefers-color-scheme:dark){:root{--surface:oklch(19% .008 260);--raised:oklch(23% .01 260);--border:oklch(32% .012 260);
    --text:oklch(93% .006 260);--muted:oklch(72% .012 260);--good:oklch(78% .13 155);--bad:oklch(76% .13 27)}}
  body{margin:0;background:var(--surface);color:var(--text);font:14px/1.5 ui-sans-serif,system-ui,sans-serif}
  main{max-width:680px;margin:0 auto;padding:48px 16px}h1{font-size:20px;margin:0 0 4px}.lead{color:var(--muted);margin:0 0 24px}
  article,.empty{background:var(--raised);border:1px solid var(--border);border-radius:10px;padding:16px;margin:0 0 16px}
  h2{font-size:16px;margin:4px 0 8px}.meta{display:flex;justify-content:space-between;gap:12px;margin:0;font-size:13px;color:var(--muted)}
  .good{color:var(--good);font-weight:500}.bad{color:var(--bad);font-weight:500}blockquote{margin:0 0 12px;padding:0 0 0 12px;border-left:2px solid var(--border)}
  table{border-collapse:collapse;width:100%}caption{text-align:left;color:var(--muted);font-size:13px;padding:0 0 4px}
  th,td{border-top:1px solid var(--border);padding:6px 0;text-align:left;font-weight:400}td{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
  a{color:inherit}summary{cursor:pointer;color:var(--muted);font-size:13px}pre{overflow:auto;font-size:12px}code{font-size:12px}
  :focus-visible{outline:2px solid currentColor;outline-offset:2px}`

/** Looks for news every 2 s, and draws the page anew only when there is some. */
const WATCH = `
  const seen = document.querySelectorAll('article').length
  setInterval(async () => {
    const { received } = await fetch('/hooks/sales.json').then((answer) => answer.json()).catch(() => ({ received: [] }))
    if (received.length > seen) location.reload()
  }, 2000)`

/** The page that lists what a sales team was told. */
export const salesPage = (escalations: readonly Escalation[], inboxUrl: string): string => `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Sales receiver</title><style>${STYLE}</style>
<main>
  <h1>Sales receiver</h1>
  <p class="lead">Stands for your own tool: every escalation that Tidemark posted here, newest first. The work is done in the <a href="${escape(inboxUrl)}">inbox</a>.</p>
  ${escalations.map(card).join('') || '<p class="empty">Nothing yet. An account arrives here when it is ready for sales, or when somebody asks for sales.</p>'}
</main><script>${WATCH}</script></html>`
