import { Type } from 'typebox'
import type { Publishing, Versioned } from '../commands.ts'
import { isoOf } from '../edge-values.ts'
import { diffOf } from '../model-diff.ts'
import { readPrompts } from '../read-prompts.ts'
import { ModelChange } from '../wire/model-view.ts'
import { PromptSet } from '../wire/prompt.ts'
import { PromptCheck, PromptCount, PromptVersion, PublishedPrompts } from '../wire/prompt-view.ts'
import { nameOf } from './auth.ts'
import type { Edge } from './edge.ts'
import { asGiven } from './model-gate.ts'
import { Refusal } from './problem.ts'
import { publicOf } from './public-config.ts'
import type { Api } from './typed.ts'

const Version = Type.String({ pattern: '^[1-9][0-9]{0,8}$' })
const ByVersion = Type.Object({ version: Version })
const Difference = Type.Object({ from: Version, to: Version })
const Asked = Type.Object({
  /** Why; shown in the history. */
  reason: Type.Optional(Type.String({ maxLength: 500 })),
  /** The version that was edited: when another one is in force, nothing is published (409). */
  basedOn: Type.Optional(Version),
})
const closed = { additionalProperties: false }
const Reason = Type.String({ minLength: 1, maxLength: 500 })
const RollBack = Type.Object({ version: Type.Integer({ minimum: 1 }), reason: Reason }, closed)
const Switch = Type.Object({ enabled: Type.Boolean(), reason: Type.Optional(Reason) }, closed)
const published = { 200: PublishedPrompts }

/** The prompts: read them, publish them as a whole, look at what was published, roll back, stop them all. */
export const promptRoutes =
  (edge: Edge) =>
  async (app: Api): Promise<void> => {
    const { lane, now, publicConfig } = edge
    const publish = async (prompts: PromptSet, publishing: Publishing) => {
      const done = await lane.publishPrompts({ prompts, ...publishing }).finally(publicConfig.forget)
      if (done) return describe(done)
      throw new Refusal(409, {
        detail: 'Another version was published meanwhile. Look at it, then publish again.',
      })
    }
    const check = async (set: PromptSet) => {
      const { version, value } = await lane.prompts()
      const prompts = set.prompts.map((prompt) => ({ ...prompt, draft: false }))
      return { changes: diffOf(value, set), preview: publicOf({ ...set, prompts }, version) }
    }
    /** Whoever publishes at the same moment loses nothing, and does not hold it up. */
    const turn = async (enabled: boolean, asked: Pick<Publishing, 'by' | 'reason'>) => {
      for (;;) {
        const { version: basedOn, value } = await lane.prompts()
        const publishing = { ...asked, now: now(), basedOn }
        const done = await lane.publishPrompts({ prompts: { ...value, enabled }, ...publishing })
        publicConfig.forget()
        if (done) return describe(done)
      }
    }
    const find = async (version: number): Promise<Versioned<PromptSet>> => {
      const found = await lane.promptVersion(version)
      if (found) return found
      throw new Refusal(404, { detail: `There is no version ${version} of the prompts.` })
    }

    app.get(
      '/api/prompts',
      { schema: { summary: 'The prompts in force, with drafts', response: published } },
      async () => describe(await lane.prompts()),
    )
    app.put(
      '/api/prompts',
      {
        validatorCompiler: asGiven,
        schema: { summary: 'Publish prompts', querystring: Asked, body: PromptSet, response: published },
      },
      (request) => {
        const { reason = '', basedOn } = request.query
        return publish(admit(request.body), {
          by: nameOf(request),
          reason,
          now: now(),
          basedOn: basedOn === undefined ? undefined : Number(basedOn),
        })
      },
    )
    app.post(
      '/api/prompts/check',
      {
        validatorCompiler: asGiven,
        schema: {
          summary: 'Every mistake in a set of prompts, or else what it changes and what browsers would get',
          body: PromptSet,
          response: { 200: PromptCheck },
        },
      },
      ({ body }) => check(admit(body)),
    )
    app.post(
      '/api/prompts/switch',
      {
        schema: {
          summary: 'The kill switch: stop all prompts everywhere, or let them show again',
          body: Switch,
          response: published,
        },
      },
      (request) => {
        const { enabled, reason = enabled ? 'Switched on' : 'Switched off' } = request.body
        return turn(enabled, { by: nameOf(request), reason })
      },
    )
    app.post(
      '/api/prompts/rollback',
      { schema: { summary: 'Publish an older version again', body: RollBack, response: published } },
      (request) => {
        const { version, reason } = request.body
        const by = nameOf(request)
        return find(version).then(({ value }) => publish(admit(value), { by, reason, now: now() }))
      },
    )
    app.get(
      '/api/prompts/versions',
      {
        schema: {
          summary: 'Every version of the prompts: when, by whom and why',
          response: { 200: Type.Array(PromptVersion) },
        },
      },
      async () => (await lane.promptVersions()).map((row) => ({ ...row, at: isoOf(row.at) })),
    )
    app.get(
      '/api/prompts/versions/:version',
      { schema: { summary: 'One version of the prompts', params: ByVersion, response: published } },
      async ({ params }) => describe(await find(Number(params.version))),
    )
    app.get(
      '/api/prompts/diff',
      {
        schema: {
          summary: 'What differs between two versions of the prompts',
          querystring: Difference,
          response: { 200: Type.Array(ModelChange) },
        },
      },
      async ({ query }) => {
        const [from, to] = await Promise.all([find(Number(query.from)), find(Number(query.to))])
        return diffOf(from.value, to.value)
      },
    )
    app.get(
      '/api/prompts/counts',
      {
        schema: {
          summary: 'How often each prompt was shown, clicked and so on, by variant',
          response: { 200: Type.Array(PromptCount) },
        },
      },
      () => lane.promptCounts(),
    )
  }

const admit = (given: unknown): PromptSet => {
  const reading = readPrompts(given)
  if (reading.ok) return reading.prompts
  throw new Refusal(400, {
    detail: 'The prompts cannot work as they stand.',
    problems: [...reading.problems],
  })
}

const describe = ({ version, at, by, reason, value }: Versioned<PromptSet>) => ({
  version,
  at: isoOf(at),
  by,
  reason,
  prompts: value,
})
