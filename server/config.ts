import type { Keys } from './commands.ts'
import type { ConfigFile } from './config-file.ts'
import { isBaseUrl, isNetwork, isOrigin, isTimeZone, isWebhookSecret, readUrl } from './setting-forms.ts'

/** Everything the server can be told, checked and frozen. Null = not set. */
export type Config = Readonly<{
  port: number
  host: string
  databaseUrl: string
  /** Public base URL without a trailing slash. */
  publicUrl: string
  keys: Partial<Keys>
  adminToken: string | null
  identitySecret: string | null
  webhookUrl: string | null
  webhookSecret: string | null
  slackUrl: string | null
  stripeSecret: string | null
  allowPrivateHosts: boolean
  /** What Fastify calls trustProxy: hops, or the proxies' addresses. */
  trustProxy: false | number | readonly string[]
  /** Pages that may use the browser key; empty = any. */
  origins: readonly string[]
  timeZone: string
  retentionDays: number | null
  file: ConfigFile | null
}>

/** One setting that cannot be used: what was given, what is wanted. */
export type ConfigProblem = { readonly setting: string; readonly given: string; readonly wanted: string }
export type ConfigResult =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] }

export type Environment = Readonly<Record<string, string | undefined>>

/** Reads and checks all settings; lists every problem, never only the first. */
export const readConfig = async (env: Environment): Promise<ConfigResult> => {
  const problems: ConfigProblem[] = []
  const read = createReader(env, problems)
  const port = read.integer('PORT', { least: 0, most: 65_535 }) ?? 4680
  const writeKey = read.text(
    'TIDEMARK_WRITE_KEY',
    /^pk_(?!test_)[\w-]{3,}$/,
    'pk_ and at least 3 letters or digits',
  )
  const secretKey = read.secret(
    'TIDEMARK_SECRET_KEY',
    (value) => /^sk_(?!test_)[\w-]{3,}$/.test(value),
    'sk_ and at least 3 letters or digits',
  )
  const config: Config = {
    port,
    host: read.text('HOST', /^\S+$/, 'an address to listen on, such as 127.0.0.1') ?? '0.0.0.0',
    databaseUrl:
      read.secret(
        'DATABASE_URL',
        (value) => /^(sqlite:.+|postgres(ql)?:\/\/.+)$/.test(value),
        'sqlite:<file> or postgres://user:password@host/database',
      ) ?? 'sqlite:./data/tidemark.db',
    publicUrl: read.baseUrl('TIDEMARK_URL') ?? `http://localhost:${port}`,
    keys: { ...(writeKey && { write: writeKey }), ...(secretKey && { secret: secretKey }) },
    adminToken: read.secret(
      'TIDEMARK_ADMIN_TOKEN',
      (value) => /^\S{8,}$/.test(value),
      'at least 8 characters without spaces; leave it out to have one generated',
    ),
    identitySecret: read.secret(
      'TIDEMARK_IDENTITY_SECRET',
      (value) => value.length >= 16,
      'at least 16 characters (32 is what RFC 7518, section 3.2, asks of HS256), shared with your backend',
    ),
    webhookUrl: read.url('TIDEMARK_WEBHOOK_URL'),
    webhookSecret: read.secret(
      'TIDEMARK_WEBHOOK_SECRET',
      isWebhookSecret,
      'whsec_ and 24 to 64 bytes in base64; leave it out to have one generated',
    ),
    slackUrl: read.url('TIDEMARK_SLACK_WEBHOOK_URL'),
    stripeSecret: read.secret(
      'TIDEMARK_STRIPE_SECRET',
      (value) => value.startsWith('whsec_'),
      "the endpoint's signing secret, whsec_...",
    ),
    allowPrivateHosts: read.flag('TIDEMARK_ALLOW_PRIVATE_HOSTS'),
    trustProxy: read.proxies('TIDEMARK_TRUST_PROXY'),
    origins: read.origins('TIDEMARK_ORIGINS'),
    timeZone:
      read.checked('TIDEMARK_TIMEZONE', isTimeZone, 'an IANA time zone such as Europe/Berlin') ?? 'UTC',
    retentionDays: read.integer('TIDEMARK_RETENTION_DAYS', { least: 1, most: 36_500 }),
    file: await read.file('TIDEMARK_CONFIG'),
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, config: Object.freeze(config) }
}

/** The list a person reads when the server refuses to start. */
export const describeProblems = (problems: readonly ConfigProblem[]): string =>
  [
    `Tidemark cannot start: ${problems.length} setting${problems.length === 1 ? '' : 's'} cannot be used.`,
    ...problems.map(
      ({ setting, given, wanted }) => `  ${setting}\n    given:  ${given}\n    wanted: ${wanted}`,
    ),
    'Correct or remove these and start again. Every setting is described in README.md.',
  ].join('\n')

const createReader = (env: Environment, problems: ConfigProblem[]) => {
  const given = (setting: string) => env[setting]?.trim() || null

  const checked = (setting: string, isGood: (value: string) => boolean, wanted: string): string | null => {
    const value = given(setting)
    if (value === null || isGood(value)) return value
    problems.push({ setting, given: JSON.stringify(value), wanted })
    return null
  }
  /** As checked, but what was given is never printed. */
  const secret: typeof checked = (setting, isGood, wanted) => {
    const value = given(setting)
    if (value === null || isGood(value)) return value
    problems.push({ setting, given: `${value.length} characters (not shown)`, wanted })
    return null
  }
  const list = (setting: string) =>
    (given(setting) ?? '')
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean)

  return {
    checked,
    secret,
    text: (setting: string, form: RegExp, wanted: string) =>
      checked(setting, (value) => form.test(value), wanted),
    integer: (setting: string, { least, most }: { least: number; most: number }): number | null => {
      const isGood = (value: string) => /^\d+$/.test(value) && Number(value) >= least && Number(value) <= most
      const value = checked(setting, isGood, `a whole number from ${least} to ${most}`)
      return value === null ? null : Number(value)
    },
    flag: (setting: string) => checked(setting, (value) => /^[01]$/.test(value), '1 or 0') === '1',
    url: (setting: string) =>
      secret(setting, (value) => readUrl(value) !== null, 'an http:// or https:// URL'),
    baseUrl: (setting: string): string | null => {
      const value = checked(setting, isBaseUrl, 'the public origin, such as https://tidemark.example.com')
      return value === null ? null : new URL(value).origin
    },
    origins: (setting: string): readonly string[] => {
      const values = list(setting)
      const bad = values.filter((value) => !isOrigin(value))
      if (bad.length === 0) return values
      problems.push({
        setting,
        given: JSON.stringify(bad),
        wanted: 'origins such as https://app.example.com',
      })
      return []
    },
    proxies: (setting: string): Config['trustProxy'] => {
      const wanted = 'the number of proxies in front (1), or their addresses and networks (10.0.0.0/8)'
      const value = checked(
        setting,
        (text) => /^\d{1,2}$/.test(text) || list(setting).every(isNetwork),
        wanted,
      )
      if (value === null || value === '0') return false
      return /^\d+$/.test(value) ? Number(value) : list(setting)
    },
    file: async (setting: string): Promise<ConfigFile | null> => {
      const path = given(setting)
      if (path === null) return null
      // Loaded only when wanted: the schemas it checks by are a good part of what the start costs.
      const { readConfigFile } = await import('./config-file.ts')
      const result = readConfigFile(path)
      if (result.ok) return result.file
      for (const { path: where, given: was, wanted } of result.problems)
        problems.push({ setting: `${setting} ${path}${where}`, given: was, wanted })
      return null
    },
  }
}
