import providers from 'email-providers/all.json' with { type: 'json' }

/** Providers that the list does not know yet. */
const ADDED = `139.com 189.cn duck.com fastmail.com gmx.ch mail.de posteo.de sohu.com tuta.com tuta.io tutanota.com xs4all.nl
  zohomail.com`

/** Companies and schools that the list takes for providers: addresses there belong to those who work or study there. */
const COMPANIES = `about.com alibaba.com ancestry.com bolt.com clerk.com discovery.com dnsmadeeasy.com easypost.com
  facebook.com geek.com law.com mail-tester.com medscape.com name.com nus.edu.sg oath.com parrot.com saudia.com
  singpost.com space.com swissinfo.org techspot.com telstra.com unican.es`

const wordsOf = (text: string): string[] => text.split(/\s+/)

/** Domains at which anybody gets an address, lasting or thrown away: they say nothing of where somebody works. */
const PROVIDERS = new Set([...providers, ...wordsOf(ADDED)])
for (const company of wordsOf(COMPANIES)) PROVIDERS.delete(company)

/** Whether a domain hands out addresses to anybody. */
export function isFreeMail(domain: string): boolean {
  return PROVIDERS.has(domain)
}

/** The domain of an e-mail address, in lower case; null if it is none. */
export function domainOf(email: string): string | null {
  const domain = /^[^\s@]+@((?:[a-z0-9-]+\.)+[a-z]{2,})$/i.exec(email.trim())?.[1]?.toLowerCase()
  return domain === undefined || domain.length > 200 ? null : domain
}
