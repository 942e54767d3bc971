import { Type } from 'typebox'
import { AccountView, UserView } from '../wire/view.ts'
import type { Edge } from './edge.ts'
import { sendProblem } from './problem.ts'
import type { Api } from './typed.ts'

const Id = Type.String({ minLength: 1 })

/** People and accounts with their scores and reasons. */
export const userRoutes =
  (edge: Edge) =>
  async (app: Api): Promise<void> => {
    app.get(
      '/api/users/:userId',
      {
        schema: {
          summary: 'A user: score, ledger, what is missing, memberships',
          params: Type.Object({ userId: Id }),
          response: { 200: UserView },
        },
      },
      async (request, reply) => {
        const user = await edge.lane.user(request.params.userId, edge.now())
        return user ?? sendProblem(reply, 404, { detail: 'No event has named this user.' })
      },
    )

    app.get(
      '/api/accounts/:accountId',
      {
        schema: {
          summary: 'An account: its people, limits and state',
          params: Type.Object({ accountId: Id }),
          response: { 200: AccountView },
        },
      },
      async (request, reply) => {
        const account = await edge.lane.account(request.params.accountId, edge.now())
        return account ?? sendProblem(reply, 404, { detail: 'No event has named this account.' })
      },
    )
  }
