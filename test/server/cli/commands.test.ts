import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join, resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, expect, test, vi } from 'vitest'
import { readConfig } from '../../../server/config.ts'
import { BALANCED } from '../../../server/core/presets.ts'
import { DEFAULT_PROMPTS } from '../../../server/default-prompts.ts'
import { writeRunFile } from '../../../server/run-file.ts'
import { databases } from '../../store/databases.ts'

// Each command is a process of its own, which a busy machine starts slowly.
vi.setConfig({ testTimeout: 240_000 })

const CLI = resolve(import.meta.dirname, '../../../server/cli.ts')
const folder = mkdtempSync(join(tmpdir(), 'tidemark-commands-'))
afterAll(() => rmSync(folder, { recursive: true }))

const tidemark = async (args: readonly string[], env: Record<string, string> = {}) => {
  const settings = { DATABASE_URL: `sqlite:${join(folder, 'test.db')}`, PORT: '0', HOST: '127.0.0.1' }
  const child = spawn(process.execPath, [CLI, ...args], {
    env: { PATH: process.env['PATH'], ...settings, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')])
  return { out, err, code: code as number }
}
const fileWith = (name: string, value: unknown): string => {
  const path = join(folder, name)
  writeFileSync(path, JSON.stringify(value))
  return path
}

test('a model is checked, compared, tried, published and rolled back', async () => {
  const events = ['Core Action Completed', 'Core Action Completed', 'Pricing Viewed', 'Pricing Viewed']
  const timestamp = new Date(Date.now() - 3_600_000).toISOString()
  const lines = events.map((event, n) => ({
    type: 'track',
    event,
    userId: 'ann',
    messageId: `m${n}`,
    timestamp,
  }))
  const past = join(folder, 'past.jsonl')
  writeFileSync(past, lines.map((line) => JSON.stringify(line)).join('\n'))
  expect((await tidemark(['import', past])).code).toBe(0)

  const easy = { $schema: 'x', ...BALANCED, name: 'easy', qualify: { ...BALANCED.qualify, score: 30 } }
  const file = fileWith('easy.json', easy)
  const tried = await tidemark(['model', 'diff', file])
  expect(tried.out).toContain('~ qualify, score: 50 -> 30')
  expect(tried.out).toMatch(/Users: {4}1 would qualify, 0 no longer; 0 of 1 do now\.\n {2}\+ ann in/)
  expect(await tidemark(['model', 'publish', file, '--dry-run'])).toMatchObject({ code: 0, out: tried.out })
  const hasty = await tidemark(['model', 'publish', file])
  expect(hasty).toMatchObject({ code: 2, out: '' })
  expect(hasty.err).toContain('--reason')

  const published = await tidemark(['model', 'publish', file, '--reason', 'to see', '--json'])
  expect(JSON.parse(published.out)).toMatchObject({
    version: 2,
    reason: 'to see',
    judged: '1 account judged by it',
  })
  expect(JSON.parse((await tidemark(['explain', 'ann', '--json'])).out)).toMatchObject({ qualified: true })
  const told = (await tidemark(['explain', 'ann', '--events'])).out
  expect(told).toMatch(/\d+\.\d\d {2}\S+ +.*\n {11}\d{4}-\S+Z {2}\S+ \((server|browser)\)\n/)
  expect(told).toMatch(/Qualified until \d{4}-\S+Z, unless/)
  const back = await tidemark(['model', 'rollback', '1', '--reason', 'seen'])
  expect(back.out).toBe('Version 3 ("balanced") is in force; 1 account judged by it.\n')
  expect(JSON.parse((await tidemark(['model', 'show', '2'])).out)).toMatchObject({ name: 'easy' })
  const nowhere = await tidemark(['export', 'ann', '--out', join(folder, 'none', 'ann.json'), '--json'])
  expect([nowhere.code, JSON.parse(nowhere.err)]).toEqual([
    1,
    { error: expect.stringContaining('cannot be written'), problems: [] },
  ])
  expect((await tidemark(['model', 'versions'])).out).toMatch(
    new RegExp(
      `3 .* balanced {2}by cli \\(${userInfo().username}\\): seen\\n.*2 .* easy {2}by cli \\(.+\\): to see`,
    ),
  )
})

test('every mistake of a model is listed with its place, and what is meant; nothing is needed for that', async () => {
  const [first, ...rest] = BALANCED.rules
  const wrong = {
    ...BALANCED,
    coolDwn: '1d',
    rules: [{ ...first, when: { count: 'cor', atLeast: 1 } }, ...rest],
  }
  const file = fileWith('wrong.json', { model: wrong })
  const { err, code } = await tidemark(['model', 'check', file], { DATABASE_URL: 'nonsense' })
  expect(code).toBe(1)
  expect(err).toMatch(/2 mistakes/)
  expect(err).toMatch(/\/model\/coolDwn\n {4}given: .*\n {4}wanted: .*coolDown/)
  expect(err).toMatch(/\/model\/rules\/0\/when\/count\n {4}given: .*cor.*\n {4}wanted: .*core/)
  const asJson = await tidemark(['model', 'check', file, '--json'])
  expect(JSON.parse(asJson.err).problems).toHaveLength(2)
  expect((await tidemark(['model', 'publish', file])).code).toBe(2)
})

test('a configuration file is checked as the start checks it: all of it, in the same words', async () => {
  const [prompt, ...others] = DEFAULT_PROMPTS.prompts
  const wrong = {
    model: { ...BALANCED, coolDwn: '1d' },
    prompts: { ...DEFAULT_PROMPTS, prompts: [{ ...prompt, formt: 'modal' }, ...others] },
    promts: {},
  }
  for (const parts of [wrong, { prompts: wrong.prompts }, { model: BALANCED, promts: {} }]) {
    const file = fileWith('config.json', parts)
    const { err, code } = await tidemark(['model', 'check', file, '--json'])
    const start = await readConfig({ TIDEMARK_CONFIG: file })
    const told = start.ok ? [] : start.problems
    expect(told.length).toBeGreaterThan(0)
    expect([code, JSON.parse(err).problems]).toEqual([
      1,
      told.map(({ setting, ...rest }) => ({
        path: setting.slice(`TIDEMARK_CONFIG ${file}`.length),
        ...rest,
      })),
    ])
  }
  const whole = fileWith('config.json', { $schema: 'x', model: BALANCED, prompts: DEFAULT_PROMPTS })
  expect((await tidemark(['model', 'check', whole])).out).toMatch(
    /: "balanced" with \d+ rules and \d+ prompts can be published/,
  )
  const only = fileWith('prompts.json', { prompts: DEFAULT_PROMPTS })
  expect(await tidemark(['model', 'check', only])).toMatchObject({ code: 0 })
  const published = await tidemark(['model', 'publish', only, '--reason', 'x'])
  expect([published.code, published.err]).toEqual([1, `${only} holds no "model".\n`])
})

test('the doctor says what is well, what is worth knowing and what to put right', async () => {
  const receiver = createServer((_request, response) => response.end())
  receiver.listen(0, '127.0.0.1')
  await once(receiver, 'listening')
  const webhook = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`
  const env = { TIDEMARK_WEBHOOK_URL: webhook }
  const refused = await tidemark(['doctor', '--json'], env)
  expect(refused.code).toBe(1)
  const found = JSON.parse(refused.out) as { about: string; state: string; words: string }[]
  expect(found.find(({ about }) => about === 'webhook')).toMatchObject({
    state: 'bad',
    words: expect.stringContaining('TIDEMARK_ALLOW_PRIVATE_HOSTS=1'),
  })
  const well = await tidemark(['doctor'], { ...env, TIDEMARK_ALLOW_PRIVATE_HOSTS: '1' })
  expect(well.code).toBe(0)
  for (const line of [
    /ok {4}database/,
    /ok {4}migrations/,
    /ok {4}webhook/,
    /ok {4}clock/,
    /ok {4}disk/,
    /note {2}identity/,
  ])
    expect(well.out).toMatch(line)
  receiver.close()
  const bad = await tidemark(['doctor'], { PORT: 'x' })
  expect([bad.code, bad.out]).toEqual([1, expect.stringMatching(/BAD {3}settings +PORT\n +given/)])
})

test('migrating tells what it did', async () => {
  const env = { DATABASE_URL: `sqlite:${join(folder, 'new.db')}` }
  expect((await tidemark(['migrate'], env)).out).toMatch(/^\d+ migrations applied: 0001-foundation, /)
  expect((await tidemark(['migrate', '--json'], env)).out).toBe('{\n  "applied": []\n}\n')
})

test.each([
  ['explain', 'ann'],
  ['export', 'ann'],
  ['forget', 'ann', '--yes'],
  ['rebuild'],
  ['sign-in', 'ann@acme.example'],
])('%s makes no database where there is none: it says which was looked for', async (...args) => {
  const nowhere = join(folder, 'nowhere', 'tidemark.db')
  const { err, code } = await tidemark(args, { DATABASE_URL: `sqlite:${nowhere}` })
  expect([code, err]).toEqual([1, expect.stringContaining(`There is no database at ${nowhere}. `)])
  expect(err).toContain('DATABASE_URL')
  expect(existsSync(join(folder, 'nowhere'))).toBe(false)
})

const [postgres] = databases().filter(({ kind }) => kind === 'postgres')

test.runIf(postgres)('on Postgres nobody claims to know whether a server runs', async () => {
  const database = await postgres?.make()
  const at = { DATABASE_URL: database?.url ?? '' }
  await tidemark(['migrate'], at)
  const { out } = await tidemark(['sign-in', 'ann@acme.example'], at)
  expect(out).toMatch(/^http\S+#code=\S+\n$/)
  expect((await tidemark(['doctor'], at)).out).not.toContain('no server')
  await database?.drop()
})

test('what was mistyped is said in words', async () => {
  const { err, code } = await tidemark(['sign-in', 'notanemail'])
  expect([code, err]).toEqual([
    2,
    '"notanemail" is no e-mail address. Wanted: one such as you@company.com.\n',
  ])
  await tidemark(['migrate'])
  const backup = await tidemark(['backup', join(folder, 'missing', 'b.db')])
  expect([backup.code, backup.err]).toEqual([
    1,
    `There is no directory ${join(folder, 'missing')} for the backup: make it first.\n`,
  ])
})

test('beside a server whose token is not written down, a command says what to set', async () => {
  const databaseUrl = `sqlite:${join(folder, 'held.db')}`
  const remove = writeRunFile(databaseUrl, {
    url: 'http://127.0.0.1:4680',
    adminToken: null,
    pid: process.pid,
  })
  writeFileSync(join(folder, 'held.db'), '')
  const { err, code } = await tidemark(['model', 'show'], { DATABASE_URL: databaseUrl })
  remove()
  expect(code).toBe(1)
  expect(err).toMatch(/A server at http:\/\/127.0.0.1:4680 .*set TIDEMARK_ADMIN_TOKEN/)
})
