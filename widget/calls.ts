import type { CallToAction } from '../server/wire/offer.ts'
import type { Prompt, PublicConfig } from '../server/wire/prompt.ts'
import { canBuy } from './audience.ts'
import type { Reply } from './host.ts'
import type { Identity } from './identity.ts'

const isSelfServe = ({ kind }: CallToAction) => kind === 'checkout' || kind === 'trial'

/**
 * What a prompt offers this person, the main call first. Self-serve becomes a talk with the account's contact person
 * where there is one (in writing, with one who has no address to book), else a word to the admin for whom cannot buy;
 * nobody else is shown the latter. An empty label is said by the words of the reader's language.
 */
export const callsFor = (
  { primary, secondary }: Pick<Prompt, 'primary' | 'secondary'>,
  config: PublicConfig,
  who: Identity,
  reply: Reply | undefined,
): readonly CallToAction[] => {
  const contact = reply?.contact
  const buys = canBuy(config, who)
  const asks: CallToAction = { kind: 'ask-admin', label: '' }
  const instead = (call: CallToAction): CallToAction | null => {
    if (call.kind === 'ask-admin') return buys || contact ? null : call
    if (call.kind === 'book') {
      const url = contact?.link || (call.url ?? config.contact?.link)
      return url === undefined ? null : { ...call, url }
    }
    if (!isSelfServe(call)) return call
    if (contact?.link) return { kind: 'book', label: '', url: contact.link }
    if (contact) return { kind: 'contact', label: '' }
    return buys ? call : asks
  }
  const given = [primary, ...(secondary ? [secondary] : [])]
  const own = given.find(({ kind }) => kind === 'ask-admin')
  const calls = given
    .map((call) => (own && !buys && !contact && isSelfServe(call) ? own : instead(call)))
    .filter((call) => call !== null)
  return calls.filter(({ kind }, i) => calls.findIndex((call) => call.kind === kind) === i)
}
