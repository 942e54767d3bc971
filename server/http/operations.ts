import { Type } from 'typebox'
import { Installation, RebuildPass, Rejected } from '../wire/operations.ts'
import { adminOnly } from './auth.ts'
import type { Edge } from './edge.ts'
import type { Api } from './typed.ts'

const NEWEST = 200
const Keys = Type.Object({
  write: Type.String(),
  secret: Type.String(),
  testWrite: Type.String(),
  testSecret: Type.String(),
})

/** For whoever runs the server: is it working, what was refused, put it right. */
export const operationRoutes =
  (edge: Edge) =>
  async (app: Api): Promise<void> => {
    const { lane, now } = edge

    app.get(
      '/api/installation',
      { schema: { summary: 'Is it working?', response: { 200: Installation } } },
      async () => ({ ...(await lane.installation(now())), proxies: edge.proxies.list() }),
    )
    app.get(
      '/api/rejected',
      {
        schema: {
          summary: `The newest ${NEWEST} events that were refused, and why`,
          response: { 200: Type.Array(Rejected) },
        },
      },
      async () => lane.rejected(NEWEST),
    )
    app.get(
      '/api/keys',
      { onRequest: adminOnly, schema: { summary: 'The ingest keys (admin token)', response: { 200: Keys } } },
      async () => edge.secrets.keys,
    )
    app.post(
      '/api/rebuild',
      {
        onRequest: adminOnly,
        schema: {
          summary: 'One pass of folding every profile anew from the journal; ask until isOver (admin token)',
          response: { 200: RebuildPass },
        },
      },
      async () => lane.rebuild(now()),
    )
  }
