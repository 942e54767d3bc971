import { type Static, Type } from 'typebox'
import { Check } from 'typebox/value'
import type { Fields } from '../wire/event.ts'
import { SECOND } from '../wire/limits.ts'
import { objectIn, textIn } from './fields.ts'
import { changeOf } from './subscription.ts'

const Id = Type.String({ minLength: 1, maxLength: 200 })
const AnyObject = Type.Unsafe<Fields>(Type.Record(Type.String(), Type.Unknown()))

/** The part of Stripe's event object that every API version has. */
const StripeEvent = Type.Object({
  id: Id,
  type: Type.String(),
  created: Type.Number(),
  data: Type.Object({ object: AnyObject, previous_attributes: Type.Optional(AnyObject) }),
})
type StripeEvent = Static<typeof StripeEvent>

/** What an event of Stripe says: about which customer, who that may be here, and what changed. */
export type Notice = {
  readonly customer: string
  readonly hints: {
    readonly accountId: string | null
    readonly reference: string | null
    readonly email: string | null
  }
  /** A track call without its sender; null when nothing was bought, changed or ended. */
  readonly message: Fields | null
}

/** Null for what is no event, or concerns no customer. */
export const readNotice = (given: unknown): Notice | null => {
  if (!Check(StripeEvent, given)) return null
  const { object } = given.data
  const customer = customerIn(object)
  if (customer === null) return null
  const details = objectIn(objectIn(object, 'parent'), 'subscription_details')
  return {
    customer,
    hints: {
      accountId: accountIn(object) ?? accountIn(objectIn(object, 'customer')) ?? accountIn(details),
      reference: textIn(object, 'client_reference_id'),
      email:
        textIn(objectIn(object, 'customer_details'), 'email') ??
        textIn(object, 'customer_email') ??
        textIn(objectIn(object, 'customer') ?? object, 'email'),
    },
    message: messageOf(given),
  }
}

const customerIn = (object: Fields): string | null => {
  const id =
    textIn(object, 'object') === 'customer'
      ? textIn(object, 'id')
      : (textIn(object, 'customer') ?? textIn(objectIn(object, 'customer'), 'id'))
  return id === null || id.length > 200 ? null : id
}

const accountIn = (object: Fields | null): string | null => textIn(objectIn(object, 'metadata'), 'accountId')

/** Stripe repeats an event under the same id, so that id makes a repetition harmless. */
const messageOf = ({ id, type, created, data }: StripeEvent): Fields | null => {
  const change = changeOf(type, data.object, data.previous_attributes ?? null)
  return (
    change && {
      type: 'track',
      event: change.event,
      messageId: `stripe:${id}`,
      timestamp: new Date(created * SECOND).toISOString(),
      properties: change.properties,
    }
  )
}
