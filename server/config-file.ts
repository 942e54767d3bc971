import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { Type } from 'typebox'
import type { Lane } from './commands.ts'
import { checkShape } from './core/check-shape.ts'
import type { Schema } from './core/wanted.ts'
import type { FieldProblem } from './field-problems.ts'
import { readModel } from './read-model.ts'
import { readPrompts } from './read-prompts.ts'
import { Model } from './wire/model.ts'
import { PromptSet } from './wire/prompt.ts'

const CLOSED = { additionalProperties: false }

/** The form of the file that TIDEMARK_CONFIG names. */
export const ConfigFileForm = Type.Object(
  {
    $schema: Type.Optional(Type.String({ description: 'Where this form is served, for editors.' })),
    model: Type.Optional(Model),
    prompts: Type.Optional(PromptSet),
  },
  CLOSED,
)

/** What TIDEMARK_CONFIG holds. `hash` tells whether it was applied already. */
export type ConfigFile = {
  readonly path: string
  readonly hash: string
  readonly model: Model | null
  readonly prompts: PromptSet | null
}
export type ConfigFileResult =
  | { readonly ok: true; readonly file: ConfigFile }
  | { readonly ok: false; readonly problems: readonly FieldProblem[] }

export const readConfigFile = (path: string): ConfigFileResult => {
  const parsed = parse(path)
  if (!parsed.ok) return { ok: false, problems: [parsed.problem] }
  const reading = readParts(parsed.value)
  if (!reading.ok) return reading
  const { model, prompts } = reading
  const hash = createHash('sha256').update(JSON.stringify({ model, prompts })).digest('hex')
  return { ok: true, file: { path, hash, model, prompts } }
}

/** The parts have readers of their own, which know more than a schema can say. */
const OUTLINE: Schema = {
  type: 'object',
  properties: { $schema: { type: 'string' }, model: {}, prompts: {} },
}

export type ConfigParts = Pick<ConfigFile, 'model' | 'prompts'>
type PartsReading =
  | ({ readonly ok: true } & ConfigParts)
  | { readonly ok: false; readonly problems: readonly FieldProblem[] }

/** Reads the content of a configuration file; every problem at once. */
export const readParts = (value: unknown): PartsReading => {
  const at = (name: string): unknown =>
    typeof value === 'object' && value !== null && Object.hasOwn(value, name)
      ? Reflect.get(value, name)
      : undefined
  const model = at('model') === undefined ? null : readModel(at('model'))
  const prompts = at('prompts') === undefined ? null : readPrompts(at('prompts'))
  const problems = [
    ...checkShape(value, OUTLINE),
    ...(model && !model.ok ? under('/model', model.problems) : []),
    ...(prompts && !prompts.ok ? under('/prompts', prompts.problems) : []),
  ]
  if (problems.length > 0) return { ok: false, problems }
  return { ok: true, model: model?.ok ? model.model : null, prompts: prompts?.ok ? prompts.prompts : null }
}

/**
 * Publishes the file as new versions when it differs from the one applied last; otherwise what was published since,
 * for instance in the inbox, stays.
 */
export const applyConfigFile = async (lane: Lane, file: ConfigFile, now: number): Promise<boolean> => {
  if ((await lane.recall('config-hash')) === file.hash) return false
  if (file.model)
    await lane.publishModel({ model: file.model, by: 'TIDEMARK_CONFIG', reason: file.path, now })
  if (file.prompts)
    await lane.publishPrompts({ prompts: file.prompts, by: 'TIDEMARK_CONFIG', reason: file.path, now })
  await lane.replace('config-hash', file.hash)
  return true
}

const under = (place: string, problems: readonly FieldProblem[]): FieldProblem[] =>
  problems.map((problem) => ({ ...problem, path: place + problem.path }))

const parse = (path: string): { ok: true; value: unknown } | { ok: false; problem: FieldProblem } => {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    return {
      ok: false,
      problem: { path: '', given: (error as Error).message, wanted: 'a file that can be read' },
    }
  }
  try {
    return { ok: true, value: JSON.parse(text) }
  } catch (error) {
    return { ok: false, problem: { path: '', given: (error as Error).message, wanted: 'JSON' } }
  }
}
