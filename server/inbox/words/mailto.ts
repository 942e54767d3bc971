// Narrower than what mail allows: it was told by a browser, and must not bring recipients or headers of its own.
const ADDRESS = /^[A-Za-z0-9_+'-]+(\.[A-Za-z0-9_+'-]+)*@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$/
/** The longest address that SMTP carries (RFC 5321). */
const LONGEST = 254

/** A link that opens a message to the address (RFC 6068), begun with `body`; null for what is no plain e-mail address. */
export const mailto = (address: string, body?: string): string | null => {
  if (address.length > LONGEST || !ADDRESS.test(address)) return null
  // Some mail programs read a bare plus as a space.
  const to = address.replaceAll('+', '%2B')
  // Half of a surrogate pair cannot be encoded.
  return body ? `mailto:${to}?subject=&body=${encodeURIComponent(body.toWellFormed())}` : `mailto:${to}`
}
