import type { FastifyInstance, FastifyReply } from 'fastify'
import { type Backend, Refusal, sessionToken, setSession, signedIn } from '../backend.ts'
import { JoinForm, SignInForm, SignUpForm } from '../forms.ts'
import type { Person } from '../model.ts'

type Invitation = { token: string; account: string; email: string; by: string; accepted: string | null }

/** Signing up, in and out, and joining by invitation. A demo needs no passwords. */
export const entryRoutes = (app: FastifyInstance, backend: Backend) => {
  const { people, store, tidemark } = backend

  const enter = (reply: FastifyReply, person: Person) => {
    setSession(reply, people.startSession(person))
    return people.me(person)
  }
  const refuseTaken = (email: string) => {
    if (people.byEmail(email))
      throw new Refusal(409, 'taken', 'This e-mail has an account already. Sign in instead.')
  }
  const invitation = (token: string): Invitation => {
    const found = store.one<Invitation>(
      `select token, account, email, invited_by as "by", accepted_by as accepted from invitation where token = ?`,
      token,
    )
    if (!found || found.accepted)
      throw new Refusal(404, 'no-invitation', 'This invitation was used or withdrawn.')
    return found
  }

  app.get('/api/me', (request) => {
    const token = sessionToken(request)
    const person = token === null ? null : people.ofSession(token)
    return { me: person && people.me(person) }
  })

  app.post<{ Body: SignUpForm }>('/api/sign-up', { schema: { body: SignUpForm } }, (request, reply) => {
    refuseTaken(request.body.email)
    return enter(reply, people.signUp(request.body))
  })

  app.post<{ Body: SignInForm }>('/api/sign-in', { schema: { body: SignInForm } }, (request, reply) => {
    const person = people.byEmail(request.body.email)
    if (!person) throw new Refusal(404, 'unknown', 'Nobody has signed up with this e-mail yet.')
    return enter(reply, person)
  })

  app.post('/api/sign-out', (request, reply) => {
    const token = sessionToken(request)
    if (token) people.endSession(token)
    setSession(reply, null)
    return {}
  })

  app.get<{ Params: { token: string } }>('/api/join/:token', (request) => {
    const { account, email, by } = invitation(request.params.token)
    const inviter = people.team(account).find((person) => person.id === by)
    return { company: people.account(account)?.name, email, inviter: inviter?.name }
  })

  app.post<{ Params: { token: string }; Body: JoinForm }>(
    '/api/join/:token',
    { schema: { body: JoinForm } },
    (request, reply) => {
      const { token, account, email, by } = invitation(request.params.token)
      refuseTaken(email)
      const person = people.add({ account, name: request.body.name, email, role: 'Member', invitedBy: by })
      store.run('update invitation set accepted_by = ? where token = ?', person.id, token)
      return enter(reply, person)
    },
  )

  app.get('/api/tidemark-token', (request) => ({ token: tidemark.tokenFor(signedIn(backend, request)) }))
}
