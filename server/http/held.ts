import { Type } from 'typebox'
import { HELD_ACTIONS, HeldDone, HeldRaise } from '../wire/held.ts'
import type { Edge } from './edge.ts'
import { sendProblem } from './problem.ts'
import type { Api } from './typed.ts'

const Review = Type.Object({
  id: Type.String({ minLength: 1 }),
  action: Type.Union(HELD_ACTIONS.map((action) => Type.Literal(action))),
})

/** Requests for sales that nobody vouches for and that were too many at once: sales looks at them first. */
export const heldRoutes =
  ({ lane, now }: Edge) =>
  async (app: Api): Promise<void> => {
    app.get(
      '/api/held',
      {
        schema: {
          summary: 'Unverified requests for sales that wait for review, newest first',
          response: { 200: Type.Array(HeldRaise) },
        },
      },
      async () => lane.heldRaises(),
    )

    app.post(
      '/api/held/:id/:action',
      {
        schema: {
          summary: 'Accept a held request (it opens or joins a lead), dismiss it, or take that back',
          params: Review,
          response: { 200: HeldDone },
        },
      },
      async ({ params: { id, action } }, reply) => {
        const done = await lane.reviewHeld({ id, action, now: now() })
        if (done === null) return sendProblem(reply, 404, { detail: 'There is no such request any more.' })
        return done === 'decided'
          ? sendProblem(reply, 409, { detail: 'Somebody else has decided on this request already.' })
          : done
      },
    )
  }
