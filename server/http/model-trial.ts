import { Type } from 'typebox'
import type { Lane } from '../commands.ts'
import { compile } from '../core/engine.ts'
import { isoOf, isoOrNull } from '../edge-values.ts'
import { diffOf } from '../model-diff.ts'
import type { TrialPage } from '../try-model.ts'
import { Model } from '../wire/model.ts'
import { ModelChange, ModelProgress, ModelTrial } from '../wire/model-view.ts'
import type { Edge } from './edge.ts'
import { admitModel, asGiven } from './model-gate.ts'
import type { Api } from './typed.ts'

/** Named in an answer; the counts are of all. */
const EXAMPLES = 8

/** What a model would do before it is published, and how far the newest one has got. */
export const modelTrialRoutes =
  ({ lane, now }: Edge) =>
  async (app: Api): Promise<void> => {
    app.post(
      '/api/model/check',
      {
        validatorCompiler: asGiven,
        schema: {
          summary: 'Every mistake in a model, or else what it changes',
          body: Model,
          response: { 200: Type.Array(ModelChange) },
        },
      },
      async ({ body }) => diffOf((await lane.model()).value, admitModel(body)),
    )
    app.post(
      '/api/model/dry-run',
      {
        validatorCompiler: asGiven,
        schema: {
          summary: 'What publishing this model would change: settings, users, accounts, leads',
          body: Model,
          response: { 200: ModelTrial },
        },
      },
      async ({ body }) => tryAll(lane, admitModel(body), now()),
    )
    app.get(
      '/api/model/progress',
      {
        schema: {
          summary: 'How far everybody has been judged by the newest model',
          response: { 200: ModelProgress },
        },
      },
      async () => {
        const sweep = await lane.modelProgress()
        if (!sweep) {
          const { version } = await lane.model()
          return { version, done: 0, total: 0, startedAt: null, finishedAt: null }
        }
        const { version, done, total, startedAt, finishedAt } = sweep
        return { version, done, total, startedAt: isoOf(startedAt), finishedAt: isoOrNull(finishedAt) }
      },
    )
  }

/** Page by page, so that events go on being taken in between. */
const tryAll = async (lane: Lane, model: Model, now: number): Promise<ModelTrial> => {
  const { version, value } = await lane.model()
  let trial: ModelTrial = {
    basedOn: version,
    changes: diffOf(value, model),
    refolds: compile(value, 0).plan !== compile(model, 0).plan,
    journalSince: null,
    users: { ...NOBODY, entering: [], leaving: [] },
    accounts: { ...NOBODY, entering: [], leaving: [] },
    leads: { open: 0, close: 0 },
  }
  for (let after: string | null = ''; after !== null; ) {
    const page: TrialPage = await lane.tryModel({ model, after, now })
    trial = {
      ...trial,
      journalSince: isoOrNull(page.journalSince),
      users: join(trial.users, page.users),
      accounts: join(trial.accounts, page.accounts),
      leads: {
        open: trial.leads.open + page.leads.open,
        close: trial.leads.close + page.leads.close,
      },
    }
    after = page.next
  }
  return trial
}

const NOBODY = { judged: 0, qualified: 0, enter: 0, leave: 0 }

type Sum<T> = typeof NOBODY & { entering: T[]; leaving: T[] }
type Part<T> = {
  readonly judged: number
  readonly qualified: number
  readonly entering: readonly T[]
  readonly leaving: readonly T[]
}

const join = <T>(sum: Sum<T>, part: Part<T>): Sum<T> => ({
  judged: sum.judged + part.judged,
  qualified: sum.qualified + part.qualified,
  enter: sum.enter + part.entering.length,
  leave: sum.leave + part.leaving.length,
  entering: [...sum.entering, ...part.entering].slice(0, EXAMPLES),
  leaving: [...sum.leaving, ...part.leaving].slice(0, EXAMPLES),
})
