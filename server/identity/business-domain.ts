import { getDomain } from 'tldts'
import { domainOf, isFreeMail } from '../core/free-mail.ts'

/**
 * The company's domain in an e-mail address, by the public suffix list: `ann@eu.mail.acme.co.uk` is of `acme.co.uk`.
 * Null if it is no address, one of a free provider, or directly under a public suffix.
 */
export const businessDomain = (email: string): string | null => {
  const domain = domainOf(email)
  if (domain === null || isFreeMail(domain)) return null
  const registrable = getDomain(domain, { allowPrivateDomains: true })
  return registrable === null || isFreeMail(registrable) ? null : registrable
}
