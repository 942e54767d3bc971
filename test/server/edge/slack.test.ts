import { expect, test } from 'vitest'
import { createPost } from '../../../server/deliver/post.ts'
import { composeSlack } from '../../../server/deliver/slack.ts'
import { leadMessage, outboxRow } from './messages.ts'
import { startReceiver } from './receiver.ts'

type Text = { type: string; text: string }
type Body = {
  text: string
  blocks: { type: string; text?: Text; fields?: Text[]; elements?: { url: string; text: Text }[] }[]
}
const compose = (...message: Parameters<typeof leadMessage>): Body => {
  const row = outboxRow({ channel: 'slack', body: JSON.stringify(leadMessage(...message)) })
  return JSON.parse(composeSlack('https://hooks.slack.example', 'Europe/Berlin')(row).body) as Body
}
const textsOf = ({ blocks }: Body): Text[] =>
  blocks.flatMap(({ text, fields, elements }) => [
    ...(text ? [text] : []),
    ...(fields ?? []),
    ...(elements ?? []).map((element) => element.text),
  ])
const wordsOf = (body: Body): string =>
  textsOf(body)
    .map(({ text }) => text)
    .join('\n')

test('a message says who, why, by when, and links the lead', () => {
  const body = compose()
  const words = wordsOf(body)
  expect(body.text).toBe('Acme is ready to buy')
  for (const part of [
    'Acme is ready to buy',
    '72.5 (sales)',
    'Who\nAnn Berg, ann@acme.com',
    'Free plan, 12 users, 9 active',
    'records 100 of 100',
    'Ann Berg (Operations lead), bob',
    'Operations, Sales',
    '+20  2 pricing visits, last on 14 Nov',
    'Mon 16 Nov, 16:00',
  ])
    expect(words).toContain(part)
  expect(body.blocks.at(-1)?.elements?.[0]?.url).toBe('https://tidemark.example/inbox#/lead/acme.com~1')
})

test.each(['lead.qualified', 'lead.updated'] as const)(
  '%s says who asks for sales, with their words',
  (type) => {
    const body = compose({ message: 'Can we have SSO?', askedBy: 'Mara Newcomer', verified: false }, type)
    expect(body.text).toBe('Acme: Mara Newcomer asked to talk to sales')
    expect(wordsOf(body)).toContain('They wrote: Can we have SSO?')
    expect(wordsOf(body)).toContain('not verified')
  },
)

test('what a browser may have set is inert: no mention, link, formatting or hidden characters', () => {
  const evil = '<!channel> *bold* <https://evil.example|Slack> \u202Egnp.exe & `x`'
  const body = compose({ company: evil, message: evil, userId: evil, askedBy: evil })
  expect(new Set(textsOf(body).map(({ type }) => type))).toEqual(new Set(['plain_text']))
  expect(body.text).not.toMatch(/[<>*`\u202E]/)
  expect(body.text).toContain('&lt;!channel&gt;')
  expect(wordsOf(body)).not.toContain('\u202E')
})

test('an account in which nobody has signed in counts no users', () => {
  expect(JSON.stringify(compose({ users: 0, activeUsers: 0 }))).toContain('Free plan, nobody has signed in')
})

test('with everything there is to say, Slack still takes it: ten fields at most', () => {
  const body = compose({ owner: 'priya@tidemark.example', verified: false }, 'lead.closed')
  expect(body.blocks.flatMap(({ fields }) => fields ?? [])).toHaveLength(10)
})

test('what is not known is left out', () => {
  const words = wordsOf(
    compose({ plan: null, users: 1, activeUsers: 1, limits: [], champions: [], departments: [] }),
  )
  expect(words).toContain('Account\n1 user, 1 active')
  for (const label of ['Limits', 'Champions', 'Departments', 'plan']) expect(words).not.toContain(label)
})

test("long texts stay within Slack's limits, without half a character", () => {
  const body = compose({ company: '😀'.repeat(200), message: 'm'.repeat(5000), userId: 'u'.repeat(4000) })
  const [header] = body.blocks
  expect(header?.text?.text.length).toBeLessThanOrEqual(150)
  expect(header?.text?.text.isWellFormed()).toBe(true)
  for (const { text } of textsOf(body)) expect(text.length).toBeLessThanOrEqual(3000)
})

test.each([
  ['lead.updated', 'Acme: new activity'],
  ['lead.breached', 'Acme is still waiting for an answer'],
  ['lead.closed', 'Acme: lead closed'],
] as const)('%s reads "%s"', (type, headline) => {
  expect(compose({}, type).text).toBe(headline)
})

test('Slack gets it as an incoming webhook', async () => {
  const slack = await startReceiver(() => ({ status: 200 }))
  const outgoing = composeSlack(`${slack.url}/services/T0/B0/x`, 'UTC')(outboxRow({ channel: 'slack' }))
  const result = await createPost({ allowPrivateHosts: true })(outgoing)
  await slack.close()
  expect(result).toEqual({ ok: true })
  const [request] = slack.received
  expect(request).toMatchObject({
    path: '/services/T0/B0/x',
    headers: { 'content-type': 'application/json' },
  })
  expect(JSON.parse(request?.body ?? '')).toMatchObject({ text: 'Acme is ready to buy', unfurl_links: false })
})
