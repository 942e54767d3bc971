import { randomBytes } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { type Backend, Refusal, signedIn } from '../backend.ts'
import { InviteForm } from '../forms.ts'

/** Teammates and invitations. No mail is sent: the app shows the link. */
export const teamRoutes = (app: FastifyInstance, backend: Backend) => {
  const { people, store, now } = backend

  app.get('/api/team', (request) => {
    const { account } = signedIn(backend, request)
    return {
      people: people.team(account),
      invitations: store.all(
        `select token, email, created_at as createdAt from invitation
         where account = ? and accepted_by is null order by created_at desc`,
        account,
      ),
    }
  })

  app.post<{ Body: InviteForm }>('/api/invitations', { schema: { body: InviteForm } }, (request) => {
    const person = signedIn(backend, request)
    const { email } = request.body
    if (people.byEmail(email)) throw new Refusal(409, 'taken', `${email} has an account already.`)
    const token = randomBytes(12).toString('base64url')
    store.run(
      'insert into invitation(token, account, email, invited_by, created_at) values (?, ?, ?, ?, ?)',
      token,
      person.account,
      email,
      person.id,
      now(),
    )
    return { path: `/join/${token}` }
  })
}
