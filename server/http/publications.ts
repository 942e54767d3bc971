import { Type } from 'typebox'
import type { Versioned } from '../commands.ts'
import { checkPrompts } from '../core/check-prompts.ts'
import { PromptSet } from '../wire/prompt.ts'
import { nameOf } from './auth.ts'
import type { Edge } from './edge.ts'
import { Refusal } from './problem.ts'
import type { Api } from './typed.ts'

const Publication = { version: Type.Integer(), at: Type.String(), by: Type.String() }
const PublishedPrompts = Type.Object({ ...Publication, prompts: PromptSet })

/** The prompts: read the version in force, publish a new one as a whole. */
export const publicationRoutes =
  (edge: Edge) =>
  async (app: Api): Promise<void> => {
    const { lane, now, publicConfig } = edge

    app.get(
      '/api/prompts',
      { schema: { summary: 'The prompts in force, with drafts', response: { 200: PublishedPrompts } } },
      async () => describePrompts(await lane.prompts()),
    )
    app.put(
      '/api/prompts',
      { schema: { summary: 'Publish prompts', body: PromptSet, response: { 200: PublishedPrompts } } },
      (request) => {
        const problems = checkPrompts(request.body)
        if (problems.length > 0)
          throw new Refusal(400, { detail: 'The prompts cannot work as they stand.', problems })
        return lane
          .publishPrompts({ prompts: request.body, by: nameOf(request), now: now() })
          .finally(publicConfig.forget)
          .then(describePrompts)
      },
    )
  }

const describe = ({ version, at, by }: Versioned<unknown>) => ({
  version,
  at: new Date(at).toISOString(),
  by,
})
const describePrompts = (of: Versioned<PromptSet>) => ({ ...describe(of), prompts: of.value })
