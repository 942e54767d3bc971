import { checkModel } from './core/check-model.ts'
import type { FieldProblem } from './field-problems.ts'
import type { Model } from './wire/model.ts'

export type ModelReading =
  | { readonly ok: true; readonly model: Model }
  | { readonly ok: false; readonly problems: FieldProblem[] }

/**
 * Reads a model that somebody wrote: its form, and whether it can work; every problem at once. A `$schema`, which only
 * helps the editor, is left out.
 */
export const readModel = (given: unknown): ModelReading => {
  const problems = checkModel(given)
  if (problems.length > 0) return { ok: false, problems }
  const { $schema: _, ...model } = given as Model
  return { ok: true, model }
}
