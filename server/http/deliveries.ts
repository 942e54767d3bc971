import { Type } from 'typebox'
import { Delivery } from '../wire/operations.ts'
import type { Edge } from './edge.ts'
import { sendProblem } from './problem.ts'
import type { Api } from './typed.ts'

const NEWEST = 200
const Status = Type.Union(
  (['pending', 'delivered', 'failed', 'all'] as const).map((status) => Type.Literal(status)),
)

/** What was sent to sales, and what could not be. */
export const deliveryRoutes =
  (edge: Edge) =>
  async (app: Api): Promise<void> => {
    app.get(
      '/api/deliveries',
      {
        schema: {
          summary: `The newest ${NEWEST} deliveries`,
          querystring: Type.Object({ status: Type.Optional(Status) }),
          response: { 200: Type.Array(Delivery) },
        },
      },
      async ({ query }) => edge.lane.deliveries({ status: query.status ?? 'all', atMost: NEWEST }),
    )

    app.post(
      '/api/deliveries/:id/replay',
      {
        schema: {
          summary: 'Send a delivery again, under the same id',
          params: Type.Object({ id: Type.String({ minLength: 1 }) }),
        },
      },
      async (request, reply) => {
        const isKnown = await edge.lane.replayDelivery(request.params.id, edge.now())
        return isKnown
          ? reply.code(204).send()
          : sendProblem(reply, 404, { detail: 'There is no such delivery.' })
      },
    )
  }
