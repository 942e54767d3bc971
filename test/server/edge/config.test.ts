import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { describeProblems, readConfig } from '../../../server/config.ts'
import { applyConfigFile, readConfigFile } from '../../../server/config-file.ts'
import { BALANCED } from '../../../server/core/presets.ts'
import type { Environment } from '../../../server/setting-reader.ts'
import type { PromptSet } from '../../../server/wire/prompt.ts'
import { fakeLane } from './fake-lane.ts'

const problemsOf = async (env: Environment) => {
  const result = await readConfig(env)
  return result.ok ? [] : result.problems
}
const fileWith = (value: unknown) => {
  const path = join(mkdtempSync(join(tmpdir(), 'tidemark-config-')), 'tidemark.json')
  writeFileSync(path, typeof value === 'string' ? value : JSON.stringify(value))
  return path
}
const PROMPTS: PromptSet = {
  enabled: true,
  prompts: [],
  thresholds: [0.8, 1],
  pricing: { paths: ['/pricing'], dwellAfter: 5000 },
  frequency: { spacingAfter: 0, unsolicitedPerDay: null, holdout: 0 },
  brand: {},
}

test('without any setting the defaults hold', async () => {
  const result = await readConfig({})
  expect(result).toMatchObject({
    ok: true,
    config: {
      port: 4680,
      databaseUrl: 'sqlite:./data/tidemark.db',
      publicUrl: 'http://localhost:4680',
      keys: {},
    },
  })
  expect(result.ok && Object.isFrozen(result.config)).toBe(true)
})

test('every bad setting is listed at once, with what is wanted', async () => {
  const problems = await problemsOf({
    PORT: '99999',
    DATABASE_URL: 'mysql://x',
    TIDEMARK_URL: 'https://host/with/path',
    TIDEMARK_WRITE_KEY: 'sk_wrong',
    TIDEMARK_SECRET_KEY: 'pk_wrong',
    TIDEMARK_ADMIN_TOKEN: 'short',
    TIDEMARK_IDENTITY_SECRET: 'short',
    TIDEMARK_WEBHOOK_URL: 'ftp://host',
    TIDEMARK_WEBHOOK_SECRET: 'whsec_c2hvcnQ=',
    TIDEMARK_SLACK_WEBHOOK_URL: 'slack',
    TIDEMARK_STRIPE_SECRET: 'x',
    TIDEMARK_ALLOW_PRIVATE_HOSTS: 'yes',
    TIDEMARK_TRUST_PROXY: 'everybody',
    TIDEMARK_ORIGINS: 'https://good.example, bad',
    TIDEMARK_TIMEZONE: 'Mars/Olympus',
    TIDEMARK_RETENTION_DAYS: '0',
    TIDEMARK_CONFIG: '/nowhere.json',
  })
  expect(problems).toHaveLength(17)
  expect(describeProblems(problems)).toContain(
    'PORT\n    given:  "99999"\n    wanted: a whole number from 0 to 65535',
  )
})

test('a secret that cannot be used is not printed', async () => {
  const text = describeProblems(
    await problemsOf({ TIDEMARK_ADMIN_TOKEN: 'hunter2', DATABASE_URL: 'postgre://u:hunter2@h' }),
  )
  expect(text).not.toContain('hunter2')
})

test.each([
  ['1', 1],
  ['0', false],
  ['10.0.0.0/8, ::1', ['10.0.0.0/8', '::1']],
])('TIDEMARK_TRUST_PROXY=%s', async (given, wanted) => {
  expect(await readConfig({ TIDEMARK_TRUST_PROXY: given })).toMatchObject({ config: { trustProxy: wanted } })
})

test('every mistake in the configuration file is listed with its place', async () => {
  const [rule] = BALANCED.rules
  const path = fileWith({
    model: { ...BALANCED, rules: [{ ...rule, when: { cuont: 'core', atLeast: 1 } }, { ...rule }] },
    prompts: { ...PROMPTS, thresholds: [-1], colour: 'red' },
    promts: {},
  })
  const problems = (await problemsOf({ TIDEMARK_CONFIG: path })).map(
    ({ setting, wanted }) => `${setting.split(path)[1]}: ${wanted}`,
  )
  expect(problems).toEqual(
    expect.arrayContaining([
      '/promts: a known name, perhaps "prompts"',
      '/model/rules/0/when/cuont: a known name, perhaps "count"',
      '/model/rules/1/id: an id of its own: /rules/0 has this one',
      expect.stringContaining('/prompts/thresholds/0'),
      expect.stringContaining('/prompts/colour'),
    ]),
  )
})

test('a configuration file that is no JSON is one problem', async () => {
  expect(await problemsOf({ TIDEMARK_CONFIG: fileWith('{') })).toHaveLength(1)
})

test('the file is published when it differs from the one applied last, and then not again', async () => {
  const settings = new Map<string, string>()
  const published: string[] = []
  const lane = fakeLane({
    recall: async (name) => settings.get(name) ?? null,
    replace: async (name, value) => void settings.set(name, value),
    publishPrompts: async ({ prompts, by, now }) => {
      published.push(by)
      return { version: published.length, at: now, by, reason: '', value: prompts }
    },
  })
  const apply = async (prompts: PromptSet) => {
    const result = readConfigFile(fileWith({ prompts }))
    if (!result.ok) throw new Error(JSON.stringify(result.problems))
    return applyConfigFile(lane, result.file, 0)
  }
  const other = { ...PROMPTS, enabled: false }
  const applied = [await apply(PROMPTS), await apply(PROMPTS), await apply(other), await apply(PROMPTS)]
  expect(applied).toEqual([true, false, true, true])
  expect(published).toEqual(['TIDEMARK_CONFIG', 'TIDEMARK_CONFIG', 'TIDEMARK_CONFIG'])
})

test('a misspelt setting is a problem that names the one that was meant; others are left alone', async () => {
  expect(await problemsOf({ TIDEMARK_WEBOOK_URL: 'https://crm.example/hook', TIDEMARK_FOO: '1' })).toEqual([
    {
      setting: 'TIDEMARK_WEBOOK_URL',
      given: 'a setting that does not exist',
      wanted: 'TIDEMARK_WEBHOOK_URL',
    },
  ])
})
