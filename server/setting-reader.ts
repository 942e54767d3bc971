import { isBaseUrl, isNetwork, isOrigin, readUrl } from './setting-forms.ts'

export type Environment = Readonly<Record<string, string | undefined>>

/** One setting that cannot be used: what was given, what is wanted. */
export type ConfigProblem = { readonly setting: string; readonly given: string; readonly wanted: string }

/** Reads settings one by one; null = not set, or a problem that went onto the list. */
export type SettingReader = {
  readonly given: (setting: string) => string | null
  readonly checked: (setting: string, isGood: (value: string) => boolean, wanted: string) => string | null
  /** As checked, but what was given is never shown. */
  readonly secret: SettingReader['checked']
  readonly refuse: (problem: ConfigProblem) => null
  /** The names that were read so far. */
  readonly asked: () => readonly string[]
}

export const createSettingReader = (env: Environment, problems: ConfigProblem[]): SettingReader => {
  const names = new Set<string>()
  const given = (setting: string) => {
    names.add(setting)
    return env[setting]?.trim() || null
  }
  const refuse = (problem: ConfigProblem) => {
    problems.push(problem)
    return null
  }
  const check =
    (show: (value: string) => string): SettingReader['checked'] =>
    (setting, isGood, wanted) => {
      const value = given(setting)
      return value === null || isGood(value) ? value : refuse({ setting, given: show(value), wanted })
    }
  return {
    given,
    refuse,
    asked: () => [...names],
    checked: check((value) => JSON.stringify(value)),
    secret: check((value) => `${value.length} characters (not shown)`),
  }
}

export const readInteger = (
  { checked }: SettingReader,
  setting: string,
  { least, most }: { readonly least: number; readonly most: number },
): number | null => {
  const isGood = (value: string) => /^\d+$/.test(value) && Number(value) >= least && Number(value) <= most
  const value = checked(setting, isGood, `a whole number from ${least} to ${most}`)
  return value === null ? null : Number(value)
}

export const readFlag = ({ checked }: SettingReader, setting: string): boolean =>
  checked(setting, (value) => /^[01]$/.test(value), '1 or 0') === '1'

/** A receiver's URL, which may itself be a secret. */
export const readReceiver = ({ secret }: SettingReader, setting: string): string | null =>
  secret(setting, (value) => readUrl(value) !== null, 'an http:// or https:// URL')

/** Secrets of the form whsec_..., comma-separated. */
export const readSecretList = (
  { secret }: SettingReader,
  setting: string,
  wanted: string,
): readonly string[] =>
  split(secret(setting, (value) => split(value).every((one) => /^whsec_\S+$/.test(one)), wanted) ?? '')

export const readBaseUrl = ({ checked }: SettingReader, setting: string): string | null => {
  const value = checked(setting, isBaseUrl, 'the public origin, such as https://tidemark.example.com')
  return value === null ? null : new URL(value).origin
}

export const readOrigins = ({ checked }: SettingReader, setting: string): readonly string[] =>
  split(checked(setting, areOrigins, 'origins such as https://app.example.com') ?? '')

/** What Fastify calls trustProxy: hops, or the proxies' addresses. */
export const readProxies = (
  { checked }: SettingReader,
  setting: string,
): false | number | readonly string[] => {
  const isGood = (value: string) => isCount(value) || split(value).every(isNetwork)
  const wanted = 'the number of proxies in front (1), or their addresses and networks (10.0.0.0/8)'
  const value = checked(setting, isGood, wanted)
  if (value === null || value === '0') return false
  return isCount(value) ? Number(value) : split(value)
}

const areOrigins = (value: string): boolean => split(value).every(isOrigin)

const isCount = (value: string): boolean => /^\d{1,2}$/.test(value)

const split = (value: string): string[] =>
  value
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)
