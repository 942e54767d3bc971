import type { FastifyInstance } from 'fastify'
import { type Backend, Refusal, signedIn } from '../backend.ts'
import { CheckoutForm } from '../forms.ts'
import { FREE_INTEGRATIONS, PRO_INTEGRATIONS, PRO_PRICE } from '../model.ts'

const isOneOf = (list: readonly string[], name: string) => list.includes(name)

/** What the plan includes, and the pretend checkout that changes it. */
export const planRoutes = (app: FastifyInstance, backend: Backend) => {
  const { people, store, tidemark } = backend

  app.post<{ Params: { name: string } }>('/api/integrations/:name', (request) => {
    const person = signedIn(backend, request)
    const { name } = request.params
    const isPro = isOneOf(PRO_INTEGRATIONS, name)
    if (!isPro && !isOneOf(FREE_INTEGRATIONS, name)) throw new Refusal(404, 'unknown', 'No such integration.')
    if (isPro && people.account(person.account)?.plan === 'free')
      throw new Refusal(402, 'gate', 'This integration comes with Pro.')
    store.run('insert or ignore into integration values (?, ?)', person.account, name)
    return { me: people.me(person) }
  })

  app.delete<{ Params: { name: string } }>('/api/integrations/:name', (request) => {
    const person = signedIn(backend, request)
    store.run('delete from integration where account = ? and name = ?', person.account, request.params.name)
    return { me: people.me(person) }
  })

  app.post<{ Body: CheckoutForm }>('/api/checkout', { schema: { body: CheckoutForm } }, (request) => {
    const person = signedIn(backend, request)
    const { plan } = request.body
    // The condition makes a second click, or a second tab, change and send nothing.
    const isNew = store.run(
      `update account set plan = ? where id = ? and plan = 'free'`,
      plan,
      person.account,
    )
    if (isNew)
      tidemark.send({
        id: `${person.account}-${plan}-started`,
        event: 'Subscription Started',
        person,
        properties: { plan, amount: PRO_PRICE, currency: 'USD' },
      })
    return { me: people.me(person) }
  })
}
