import type { Lane, Receipt, StripeTarget } from '../commands.ts'
import { businessDomain } from '../identity/business-domain.ts'
import type { Fields } from '../wire/event.ts'
import { type Notice, readNotice } from './notice.ts'

const SUCCESS: Receipt = { status: 200, body: '{"success":true}' }

export type StripeTools = {
  readonly lane: Pick<Lane, 'user' | 'account' | 'noteStripe' | 'settleStripe'>
  /** Takes in a batch that the server itself vouches for. */
  readonly submit: (batch: readonly Fields[]) => Promise<Receipt>
}

/**
 * Takes in one verified event. What a customer buys before it is known who that is waits, and goes to its account
 * as soon as an event says so: Stripe promises no order. Whatever was taken in twice counts once, by its id.
 */
export const receiveStripe = async (tools: StripeTools, given: unknown, now: number): Promise<Receipt> => {
  const notice = readNotice(given)
  if (!notice) return SUCCESS
  const { customer, message } = notice
  const target = await match(tools.lane, notice, now)
  if (!target && !message) return SUCCESS
  const known = await tools.lane.noteStripe({
    customer,
    target,
    message: message && JSON.stringify(message),
    now,
  })
  if (!known.target || known.messages.length === 0) return SUCCESS
  const sender = senderOf(customer, known.target)
  const receipt = await tools.submit(
    known.messages.map((text) => ({ ...(JSON.parse(text) as Fields), ...sender })),
  )
  if (receipt.status === 200) await tools.lane.settleStripe(customer)
  return receipt
}

/**
 * Who a customer is, by the strongest sign: `metadata.accountId`; `client_reference_id`, when an account or user has that
 * id; the e-mail address, when it is a user's id or its company's domain is an account.
 */
const match = async (
  lane: StripeTools['lane'],
  { hints: { accountId, reference, email } }: Notice,
  now: number,
): Promise<StripeTarget | null> => {
  if (accountId !== null) return { kind: 'account', id: accountId }
  if (reference !== null && (await lane.account(reference, now))) return { kind: 'account', id: reference }
  for (const userId of [reference, email])
    if (userId !== null && (await lane.user(userId, now))) return { kind: 'user', id: userId }
  const domain = email === null ? null : businessDomain(email)
  return domain !== null && (await lane.account(domain, now)) ? { kind: 'account', id: domain } : null
}

/** An account's purchase is nobody's in particular; a user's goes where that user belongs. */
const senderOf = (customer: string, { kind, id }: StripeTarget): Fields =>
  kind === 'user' ? { userId: id } : { anonymousId: `stripe:${customer}`, context: { groupId: id } }
