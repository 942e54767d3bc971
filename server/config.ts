import type { Keys } from './commands.ts'
import type { ConfigFile } from './config-file.ts'
import { nearest } from './core/nearest.ts'
import { isDatabaseUrl, isHost, isKey, isTimeZone, isWebhookSecret } from './setting-forms.ts'
import {
  type ConfigProblem,
  createSettingReader,
  type Environment,
  readBaseUrl,
  readFlag,
  readInteger,
  readOrigins,
  readProxies,
  readReceiver,
  readSecretList,
  type SettingReader,
} from './setting-reader.ts'

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
  /** Several while one is being rotated; empty = no webhooks from Stripe. */
  stripeSecrets: readonly string[]
  allowPrivateHosts: boolean
  /** What Fastify calls trustProxy: hops, or the proxies' addresses. */
  trustProxy: false | number | readonly string[]
  /** Pages that may use the browser key; empty = any. */
  origins: readonly string[]
  timeZone: string
  retentionDays: number | null
  /** Requests with events a second, from one address and with one key; 0 = any number. */
  rates: Readonly<{ address: number; key: number }>
  file: ConfigFile | null
}>

export type ConfigResult =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] }

/** Reads and checks all settings; lists every problem, never only the first. */
export const readConfig = async (env: Environment): Promise<ConfigResult> => {
  const problems: ConfigProblem[] = []
  const reader = createSettingReader(env, problems)
  const config: Config = {
    ...readPlace(reader),
    ...readKeys(reader),
    ...readChannels(reader),
    trustProxy: readProxies(reader, 'TIDEMARK_TRUST_PROXY'),
    origins: readOrigins(reader, 'TIDEMARK_ORIGINS'),
    timeZone:
      reader.checked('TIDEMARK_TIMEZONE', isTimeZone, 'an IANA time zone such as Europe/Berlin') ?? 'UTC',
    // For seven days the index of message ids says what was accepted; afterwards only the journal does.
    retentionDays: readInteger(reader, 'TIDEMARK_RETENTION_DAYS', { least: 7, most: 36_500 }),
    rates: {
      address: readInteger(reader, 'TIDEMARK_RATE_ADDRESS', { least: 0, most: 1_000_000 }) ?? 500,
      key: readInteger(reader, 'TIDEMARK_RATE_KEY', { least: 0, most: 1_000_000 }) ?? 5000,
    },
    file: await readFile(reader),
  }
  refuseMisspelt(reader, env)
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

const OURS = 'TIDEMARK_'
const isOurs = (name: string) => name.startsWith(OURS)

/** A name like one of ours that nobody reads would be obeyed in silence. */
const refuseMisspelt = ({ asked, refuse }: SettingReader, env: Environment): void => {
  const ours = asked().filter(isOurs)
  for (const setting of Object.keys(env).filter(isOurs)) {
    if (ours.includes(setting)) continue
    const meant = nearest(
      setting.slice(OURS.length),
      ours.map((name) => name.slice(OURS.length)),
    )
    if (meant) refuse({ setting, given: 'a setting that does not exist', wanted: `${OURS}${meant}` })
  }
}

const readPlace = (reader: SettingReader) => {
  const port = readInteger(reader, 'PORT', { least: 0, most: 65_535 }) ?? 4680
  return {
    port,
    host: reader.checked('HOST', isHost, 'an address to listen on, such as 127.0.0.1') ?? '0.0.0.0',
    databaseUrl:
      reader.secret(
        'DATABASE_URL',
        isDatabaseUrl,
        'sqlite:<file> or postgres://user:password@host/database',
      ) ?? 'sqlite:./data/tidemark.db',
    publicUrl: readBaseUrl(reader, 'TIDEMARK_URL') ?? `http://localhost:${port}`,
  }
}

const readKeys = ({ checked, secret }: SettingReader) => {
  const write = checked('TIDEMARK_WRITE_KEY', isKey('pk'), 'pk_ and at least 3 letters or digits')
  const secretKey = secret('TIDEMARK_SECRET_KEY', isKey('sk'), 'sk_ and at least 3 letters or digits')
  return {
    keys: { ...(write && { write }), ...(secretKey && { secret: secretKey }) },
    adminToken: secret(
      'TIDEMARK_ADMIN_TOKEN',
      (value) => /^\S{8,}$/.test(value),
      'at least 8 characters without spaces; leave it out to have one generated',
    ),
    identitySecret: secret(
      'TIDEMARK_IDENTITY_SECRET',
      (value) => value.length >= 16,
      'at least 16 characters (32 is what RFC 7518, section 3.2, asks of HS256), shared with your backend',
    ),
  }
}

const readChannels = (reader: SettingReader) => ({
  webhookUrl: readReceiver(reader, 'TIDEMARK_WEBHOOK_URL'),
  webhookSecret: reader.secret(
    'TIDEMARK_WEBHOOK_SECRET',
    isWebhookSecret,
    'whsec_ and 24 to 64 bytes in base64; leave it out to have one generated',
  ),
  slackUrl: readReceiver(reader, 'TIDEMARK_SLACK_WEBHOOK_URL'),
  stripeSecrets: readSecretList(
    reader,
    'TIDEMARK_STRIPE_SECRET',
    "the endpoint's signing secret, whsec_...; several, comma-separated, while you rotate it",
  ),
  allowPrivateHosts: readFlag(reader, 'TIDEMARK_ALLOW_PRIVATE_HOSTS'),
})

const readFile = async ({ given, refuse }: SettingReader): Promise<ConfigFile | null> => {
  const path = given('TIDEMARK_CONFIG')
  if (path === null) return null
  // Loaded only when wanted: the schemas it checks by are a good part of what the start costs.
  const { readConfigFile } = await import('./config-file.ts')
  const result = readConfigFile(path)
  if (result.ok) return result.file
  for (const { path: place, given: was, wanted } of result.problems)
    refuse({ setting: `TIDEMARK_CONFIG ${path}${place}`, given: was, wanted })
  return null
}
