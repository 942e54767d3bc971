import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, afterEach, expect, test } from 'vitest'

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
  expect([code, err]).toEqual([1, expect.stringContaining('sign-in')])
})

test('a file is imported, leaving out what is no JSON; the person is explained; no server needed', async () => {
  const file = join(folder, 'past.jsonl')
  writeFileSync(file, [pricingVisit(3), 'not json', '', pricingVisit(2), pricingVisit(1)].join('\n'))
  const imported = await tidemark(['import', file])
  expect(imported).toMatchObject({
    out: '3 events sent.\n',
    code: 1,
    err: expect.stringContaining('left out: 2'),
  })
  const explained = await tidemark(['explain', 'ann'])
  expect(explained.out).toMatch(/^ann in .* points/)
  expect(explained.out).toContain('pricing')
  const asJson = await tidemark(['explain', 'ann', '--json'])
  expect(JSON.parse(asJson.out)).toMatchObject({ userId: 'ann' })
  expect(await tidemark(['explain', 'nobody'])).toMatchObject({
    code: 1,
    err: 'No event has named this user.\n',
  })
})

test('beside a running server commands go through it; SIGTERM ends it cleanly', async () => {
  const server = start(['serve'])
  const out = await greeting(server)
  expect(out).toMatch(/shown only now:[\s\S]*pk_[\s\S]*sk_[\s\S]*tm_/)
  const signIn = await tidemark(['sign-in', 'ann@example.com'])
  expect(signIn.out).toMatch(/\/inbox#code=[\w-]{40,}\n$/)
  expect((await tidemark(['rebuild'])).out).toMatch(/^\d+ profiles folded/)
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

test('a second server on the same file refuses to start, and says why', async () => {
  const first = start(['serve'])
  await greeting(first)
  const second = await tidemark(['serve'])
  expect(second.code).toBe(1)
  expect(second.err).toMatch(/^Tidemark cannot start: .*test\.db/)
  expect(second.err).not.toContain(' at ')
  expect(await end(first)).toBe(0)
})
