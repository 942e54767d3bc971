import { Type } from 'typebox'
import type { Publishing, Versioned } from '../commands.ts'
import { isoOf } from '../edge-values.ts'
import { diffOf } from '../model-diff.ts'
import { publishModel } from '../publish-model.ts'
import { Model } from '../wire/model.ts'
import { ModelChange, ModelVersion, PublishedModel } from '../wire/model-view.ts'
import { nameOf } from './auth.ts'
import type { Edge } from './edge.ts'
import { admitModel, asGiven } from './model-gate.ts'
import { Refusal } from './problem.ts'
import type { Api } from './typed.ts'

const Version = Type.String({ pattern: '^[1-9][0-9]{0,8}$' })
const ByVersion = Type.Object({ version: Version })
const Reason = Type.String({ maxLength: 500 })
const Asked = Type.Object({
  /** Why; shown in the history. */
  reason: Type.Optional(Reason),
  /** The version that was edited: when another one is in force, nothing is published (409). */
  basedOn: Type.Optional(Version),
})
const Difference = Type.Object({ from: Version, to: Version })
const RollBack = Type.Object(
  { version: Type.Integer({ minimum: 1 }), reason: Type.String({ minLength: 1, maxLength: 500 }) },
  { additionalProperties: false },
)

/** The scoring model: read it, publish it as a whole, look at what was published, roll back. */
export const modelRoutes =
  (edge: Edge) =>
  async (app: Api): Promise<void> => {
    const { lane, now } = edge
    const publish = async (model: Model, publishing: Omit<Publishing, 'now'>) => {
      const published = await publishModel(lane, { model, now, ...publishing })
      if (published) return describe(published)
      throw new Refusal(409, {
        detail: 'Another version was published meanwhile. Look at it, then publish again.',
      })
    }
    const find = async (version: number): Promise<Versioned<Model>> => {
      const found = await lane.modelVersion(version)
      if (found) return found
      throw new Refusal(404, { detail: `There is no version ${version} of the model.` })
    }

    app.get(
      '/api/model',
      { schema: { summary: 'The scoring model in force', response: { 200: PublishedModel } } },
      async () => describe(await lane.model()),
    )
    app.put(
      '/api/model',
      {
        validatorCompiler: asGiven,
        schema: {
          summary: 'Publish a scoring model; everybody is judged by it in the background',
          querystring: Asked,
          body: Model,
          response: { 200: PublishedModel },
        },
      },
      (request) => {
        const { reason = '', basedOn } = request.query
        return publish(admitModel(request.body), {
          by: nameOf(request),
          reason,
          basedOn: basedOn === undefined ? undefined : Number(basedOn),
        })
      },
    )
    app.post(
      '/api/model/rollback',
      {
        schema: {
          summary: 'Publish an older version again',
          body: RollBack,
          response: { 200: PublishedModel },
        },
      },
      (request) => {
        const { version, reason } = request.body
        const by = nameOf(request)
        return find(version).then(({ value }) => publish(admitModel(value), { by, reason }))
      },
    )
    app.get(
      '/api/model/versions',
      {
        schema: {
          summary: 'Every version: when, by whom and why',
          response: { 200: Type.Array(ModelVersion) },
        },
      },
      async () => (await lane.modelVersions()).map((row) => ({ ...row, at: isoOf(row.at) })),
    )
    app.get(
      '/api/model/versions/:version',
      { schema: { summary: 'One version', params: ByVersion, response: { 200: PublishedModel } } },
      async ({ params }) => describe(await find(Number(params.version))),
    )
    app.get(
      '/api/model/diff',
      {
        schema: {
          summary: 'What differs between two versions',
          querystring: Difference,
          response: { 200: Type.Array(ModelChange) },
        },
      },
      async ({ query }) => {
        const [from, to] = await Promise.all([find(Number(query.from)), find(Number(query.to))])
        return diffOf(from.value, to.value)
      },
    )
  }

const describe = ({ version, at, by, reason, value }: Versioned<Model>) => ({
  version,
  at: isoOf(at),
  by,
  reason,
  model: value,
})
