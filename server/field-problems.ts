import type { TLocalizedValidationError } from 'typebox/error'
import type { Problem } from './wire/view.ts'

export type FieldProblem = NonNullable<Problem['problems']>[number]
type Validator = { Errors(value: unknown): TLocalizedValidationError[] }

const MOST_PROBLEMS = 50

/** Every mistake in a value, with its place (a JSON pointer), what stands there and what is wanted. */
export const listProblems = (validator: Validator, value: unknown): FieldProblem[] => {
  const found = new Map<string, FieldProblem>()
  for (const error of validator.Errors(value)) {
    if (error.keyword === 'additionalProperties') continue
    const problem = describe(error, value)
    found.set(`${problem.path} ${problem.wanted}`, problem)
  }
  return [...found.values()].slice(0, MOST_PROBLEMS)
}

const describe = (error: TLocalizedValidationError, value: unknown): FieldProblem => {
  const given = show(lookUp(value, error.instancePath))
  const wanted = error.keyword === 'boolean' ? 'nothing: this name is unknown here' : error.message
  return { path: error.instancePath, given, wanted }
}

const show = (value: unknown): string => {
  if (value === undefined) return 'nothing'
  const text = JSON.stringify(value)
  return text.length > 100 ? `${text.slice(0, 100)}...` : text
}

const lookUp = (value: unknown, pointer: string): unknown =>
  pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>(
      (at, part) =>
        typeof at === 'object' && at !== null ? Object.entries(at).find(([k]) => k === part)?.[1] : undefined,
      value,
    )
