import { isIP } from 'node:net'

/** The URL when it is http(s), else null. */
export const readUrl = (value: string): URL | null => {
  const url = URL.parse(value)
  return url?.protocol === 'http:' || url?.protocol === 'https:' ? url : null
}

/** An origin, with or without the slash at its end. */
export const isBaseUrl = (value: string): boolean => {
  const url = readUrl(value)
  return url !== null && url.href === `${url.origin}/`
}

export const isOrigin = (value: string): boolean => readUrl(value)?.origin === value

export const isTimeZone = (value: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: value }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

export const isHost = (value: string): boolean => /^\S+$/.test(value)

export const isDatabaseUrl = (value: string): boolean => /^(sqlite:.+|postgres(ql)?:\/\/.+)$/.test(value)

/** A key of the live pair; `pk_test_` and `sk_test_` mark the test pair, which is always generated. */
export const isKey =
  (kind: 'pk' | 'sk') =>
  (value: string): boolean =>
    value.startsWith(`${kind}_`) && /^.._(?!test_)[\w-]{3,}$/.test(value)

/** Standard Webhooks, "Signature scheme": `whsec_` and 24 to 64 random bytes in base64. */
export const isWebhookSecret = (value: string): boolean => {
  if (!/^whsec_[A-Za-z0-9+/]+=*$/.test(value)) return false
  const size = Buffer.from(value.slice('whsec_'.length), 'base64').length
  return size >= 24 && size <= 64
}

/** An address, or a network such as 10.0.0.0/8. */
export const isNetwork = (value: string): boolean => {
  const [address = '', bits = '0', ...rest] = value.split('/')
  const most = isIP(address) === 6 ? 128 : 32
  return isIP(address) > 0 && rest.length === 0 && /^\d+$/.test(bits) && Number(bits) <= most
}
