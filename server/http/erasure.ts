import { Type } from 'typebox'
import type { Whom } from '../commands.ts'
import { Erasure, Export } from '../wire/operations.ts'
import { adminOnly } from './auth.ts'
import type { Edge } from './edge.ts'
import { sendProblem } from './problem.ts'
import type { Api } from './typed.ts'

const KINDS = [
  { kind: 'user', name: 'userId', path: '/api/users/:userId' },
  { kind: 'account', name: 'accountId', path: '/api/accounts/:accountId' },
] as const

/** A person's rights: to have a copy of everything, and to be forgotten. For accounts too. */
export const erasureRoutes =
  ({ lane, now }: Edge) =>
  async (app: Api): Promise<void> => {
    for (const { kind, name, path } of KINDS) {
      const ById = Type.Object({ [name]: Type.String({ minLength: 1 }) })
      const unknown = { detail: `Nothing is known of this ${kind}.` }
      const whomIn = (params: Readonly<Record<string, string>>): Whom => ({ kind, id: params[name] ?? '' })

      app.delete(
        path,
        {
          onRequest: adminOnly,
          schema: {
            summary: `Erase the ${kind} for good, and say what was removed (admin token)`,
            params: ById,
            response: { 200: Erasure },
          },
        },
        async ({ params }, reply) =>
          (await lane.erase(whomIn(params), now())) ?? sendProblem(reply, 404, unknown),
      )
      app.get(
        `${path}/export`,
        {
          onRequest: adminOnly,
          schema: {
            summary: `Everything that is kept about the ${kind} (admin token)`,
            params: ById,
            response: { 200: Export },
          },
        },
        async ({ params }, reply) =>
          (await lane.exportOf(whomIn(params), now())) ?? sendProblem(reply, 404, unknown),
      )
    }
  }
