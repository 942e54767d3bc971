import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, afterEach, expect, test, vi } from 'vitest'

// Each test starts several processes, which a busy machine does slowly.
vi.setConfig({ testTimeout: 240_000 })

const CLI = resolve(import.meta.dirname, '../../../server/cli.ts')
const folder = mkdtempSync(join(tmpdir(), 'tidemark-cli-'))
afterAll(() => rmSync(folder, { recursive: true }))
const DATABASE = join(folder, 'test.db')
const SETTINGS = { PORT: '0', HOST: '127.0.0.1', DATABASE_URL: `sqlite:${DATABASE}` }

const started: ChildProcess[] = []
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL')
})

const start = (args: readonly string[], env: Record<string, string> = {}) => {
  const child = spawn(process.execPath, [CLI, ...args], {
    env: { PATH: process.env['PATH'], ...SETTINGS, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  started.push(child)
  return child
}
const tidemark = async (args: readonly string[], env: Record<string, string> = {}) => {
  const child = start(args, env)
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')])
  return { out, err, code: code as number }
}
/** What it prints until the sign-in hint, which comes last. */
const greeting = async (server: ChildProcess): Promise<string> => {
  let out = ''
  for await (const chunk of server.stdout ?? []) {
    out += String(chunk)
    if (out.includes('Sign in:')) break
  }
  return out
}
const end = async (server: ChildProcess): Promise<number | null> => {
  server.kill('SIGTERM')
  const [code] = await once(server, 'exit')
  return code as number | null
}

const pricingVisit = (day: number) =>
  JSON.stringify({
    type: 'track',
    event: 'Pricing Viewed',
    userId: 'ann',
    messageId: `m-${day}`,
    timestamp: new Date(Date.now() - day * 86_400_000).toISOString(),
  })

test('bad settings end the start with all of them listed', async () => {
  const { err, code } = await tidemark([], { PORT: 'x', TIDEMARK_TIMEZONE: 'y' })
  expect(code).toBe(1)
  expect(err).toMatch(/2 settings cannot be used[\s\S]*PORT[\s\S]*TIDEMARK_TIMEZONE/)
})

test('an unknown command is answered with a hint', async () => {
  const { err, code } = await tidemark(['sing-in', 'ann@example.com'])
  expect([code, err]).toEqual([2, expect.stringContaining('sign-in')])
})

test.each([
  [['sing-in', 'ann@example.com'], /unknown command 'sing-in'\n\(Did you mean sign-in\?\)/],
  [['model'], /A command is missing/],
  [['explain'], /missing required argument 'id'/],
  [['explain', 'ann', 'bob'], /too many arguments/],
  [['explain', 'ann', '--event'], /unknown option '--event'\n\(Did you mean --events\?\)/],
])('with --json a script reads as JSON how %j is wrong', async (args, words) => {
  const { err, code } = await tidemark(['--json', ...args])
  expect([code, JSON.parse(err)]).toEqual([2, { error: expect.stringMatching(words), problems: [] }])
})

test('who reads the first line only, or asks for the version, is answered without a complaint', async () => {
  const child = start(['--help'])
  child.stdout?.destroy()
  const [err, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')])
  expect([code, err]).toEqual([0, ''])
  expect(await tidemark(['--version'])).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
  })
})

test('a file is imported, leaving out what is no event; the person is explained; no server needed', async () => {
  const file = join(folder, 'past.jsonl')
  const nameless = JSON.stringify({ type: 'track', event: 'Nameless' })
  writeFileSync(file, [pricingVisit(3), 'not json', '', nameless, pricingVisit(1)].join('\n'))
  const imported = await tidemark(['import', file])
  expect(imported).toMatchObject({
    out: '2 events imported.\n',
    code: 3,
  })
  expect(imported.err).toMatch(/2 lines left out:\n {2}line 2: this is no JSON object\n {2}line 4: userId or/)
  const explained = await tidemark(['explain', 'ann'])
  expect(explained.out).toMatch(/^ann in .* points/)
  expect(explained.out).toContain('pricing')
  const asJson = await tidemark(['explain', 'ann', '--json'])
  expect(JSON.parse(asJson.out)).toMatchObject({ userId: 'ann' })
  const account = JSON.parse(asJson.out).accountId
  expect(explained.out).toContain(', not qualified yet\n')
  expect(explained.out).toMatch(
    /\nWhat would qualify them:\n {11}activated +Has not reached first value yet\n/,
  )
  const ofAccount = (await tidemark(['explain', account])).out
  expect(ofAccount).toMatch(
    /, not qualified yet\n {2}0 of 1 active users are qualified; at least .* are wanted\n/,
  )
  expect(ofAccount).toMatch(/\n {2}1 user, 1 active, 0 qualified\n/)
  expect(await tidemark(['explain', 'nobody'])).toMatchObject({
    code: 1,
    err: 'No event has named a user or an account "nobody".\n',
  })
})

test('a table of events is imported: columns say where values go, a broken row is left out', async () => {
  const file = join(folder, 'past.csv')
  const at = (hoursAgo: number) => new Date(Date.now() - hoursAgo * 3_600_000).toISOString()
  const row = (used: number, hoursAgo: number) =>
    `cid,Limit Reached,${at(hoursAgo)},records,${used},100,"Acme, Inc."`
  const table = ['userId,event,timestamp,limit,used,properties.max,context.groupId', row(80, 24), row(90, 23)]
  const asMs = row(95, 22).replace(at(22), String(Date.parse(at(22))))
  const whichMonth = row(99, 21).replace(at(21), '01/11/2026')
  writeFileSync(file, `\uFEFF${[...table, asMs, whichMonth].join('\n')}\n"cid,broken`)
  const imported = await tidemark(['import', file, '--json'])
  expect(imported.code).toBe(3)
  expect(JSON.parse(imported.out)).toMatchObject({
    imported: 3,
    refused: [{ line: 5, reason: expect.stringContaining('wanted ISO 8601') }, { line: 6 }],
  })
  const account = JSON.parse((await tidemark(['explain', 'Acme, Inc.', '--json'])).out)
  expect(account.limits).toMatchObject([{ limit: 'records', used: 95, max: 100 }])
})

test('beside a running server commands go through it; SIGTERM ends it cleanly', async () => {
  const server = start(['serve'])
  const out = await greeting(server)
  expect(out).toMatch(/shown only now:[\s\S]*pk_[\s\S]*sk_[\s\S]*tm_/)
  const signIn = await tidemark(['sign-in', 'ann@example.com'])
  expect(signIn.out).toMatch(/\/inbox#code=[\w-]{40,}\n$/)
  expect((await tidemark(['rebuild'])).out).toMatch(/^\d+ profiles folded/)
  expect((await tidemark(['doctor'])).out).toMatch(/settings +those of this terminal/)
  expect(await end(server)).toBe(0)
  expect(existsSync(`${DATABASE}.server.json`)).toBe(false)
})

test('generated keys are printed once', async () => {
  const server = start(['serve'])
  const out = await greeting(server)
  expect(out).toContain('Tidemark serves')
  expect(out).not.toMatch(/pk_|sk_|tm_/)
  expect(await end(server)).toBe(0)
})

test('a webhook that is named later has its secret printed, once', async () => {
  const webhook = { TIDEMARK_WEBHOOK_URL: 'https://hooks.example.com/leads' }
  const first = start(['serve'], webhook)
  expect(await greeting(first)).toMatch(/shown only now:\n +Webhook secret +whsec_\S+\n/)
  await end(first)
  const server = start(['serve'], webhook)
  expect(await greeting(server)).not.toContain('whsec_')
  expect(await end(server)).toBe(0)
})

test('a second server on the same file refuses to start, and says why', async () => {
  const first = start(['serve'])
  await greeting(first)
  const second = await tidemark(['serve'])
  expect(second.code).toBe(1)
  expect(second.err).toMatch(/^Tidemark cannot start: .*test\.db/)
  expect(second.err).not.toContain(' at ')
  expect(await end(first)).toBe(0)
})
