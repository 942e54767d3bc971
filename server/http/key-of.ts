import type { IncomingMessage } from 'node:http'

/** The key that a request shows: Basic `key:` or `key`, else `?writeKey=`; null = its body names it. */
export const keyOf = ({ headers, url = '' }: Pick<IncomingMessage, 'headers' | 'url'>): string | null => {
  const { authorization } = headers
  // The name of a scheme may be written in any case (RFC 7617).
  const [, credentials] = authorization?.match(/^basic +(.*)$/i) ?? []
  if (credentials) {
    const [key] = Buffer.from(credentials, 'base64').toString().split(':')
    if (key) return key
  }
  const at = url.indexOf('?')
  return at < 0 ? null : new URLSearchParams(url.slice(at)).get('writeKey') || null
}
