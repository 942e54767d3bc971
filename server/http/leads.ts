import { Type } from 'typebox'
import { LEAD_ACTIONS, LeadActionBody, LeadSummary, LeadView } from '../wire/view.ts'
import { nameOf } from './auth.ts'
import type { Edge } from './edge.ts'
import { sendProblem } from './problem.ts'
import type { Api } from './typed.ts'

const NO_SUCH_LEAD = { detail: 'There is no such lead.' }

const Filter = Type.Object({
  status: Type.Optional(Type.Union([Type.Literal('open'), Type.Literal('closed'), Type.Literal('all')])),
  /** `true` lists leads that an import opened as well. @default false */
  historic: Type.Optional(Type.Union([Type.Literal('true'), Type.Literal('false')])),
})
const ById = Type.Object({ id: Type.String({ minLength: 1 }) })
const Acting = Type.Object({
  id: Type.String({ minLength: 1 }),
  action: Type.Union(LEAD_ACTIONS.map((action) => Type.Literal(action))),
})

/** Leads, and what sales does with them. */
export const leadRoutes =
  (edge: Edge) =>
  async (app: Api): Promise<void> => {
    app.get(
      '/api/leads',
      {
        schema: {
          summary: 'Leads, most urgent first',
          querystring: Filter,
          response: { 200: Type.Array(LeadSummary) },
        },
      },
      async ({ query }) =>
        edge.lane.leads({ status: query.status ?? 'open', historic: query.historic === 'true' }, edge.now()),
    )

    app.get(
      '/api/leads/:id',
      { schema: { summary: 'A lead with its reasons', params: ById, response: { 200: LeadView } } },
      async (request, reply) => {
        const lead = await edge.lane.lead(request.params.id, edge.now())
        return lead ?? sendProblem(reply, 404, NO_SUCH_LEAD)
      },
    )

    app.post(
      '/api/leads/:id/:action',
      {
        schema: {
          summary: 'Claim, contact, snooze, disqualify, close with an outcome, or undo',
          params: Acting,
          body: LeadActionBody,
          response: { 200: LeadView },
        },
      },
      async (request, reply) => {
        const { id, action } = request.params
        const result = await edge.lane.act({
          id,
          action,
          body: request.body,
          by: nameOf(request),
          now: edge.now(),
        })
        if (result === null) return sendProblem(reply, 404, NO_SUCH_LEAD)
        return typeof result === 'string' ? sendProblem(reply, 409, { detail: result }) : result
      },
    )
  }
