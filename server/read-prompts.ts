import { Check } from 'typebox/value'
import { checkPrompts } from './core/check-prompts.ts'
import { checkShape } from './core/check-shape.ts'
import type { Schema } from './core/wanted.ts'
import type { FieldProblem } from './field-problems.ts'
import { DraftablePrompt, PromptSet } from './wire/prompt.ts'

export type PromptReading =
  | { readonly ok: true; readonly prompts: PromptSet }
  | { readonly ok: false; readonly problems: readonly FieldProblem[] }

/** TypeBox types a schema by what it describes; it is plain JSON Schema. */
const FORM = PromptSet as unknown as Schema

/** A prompt set from outside: usable as a whole, or every problem of form and of sense at once. */
export const readPrompts = (given: unknown): PromptReading => {
  const shape = checkShape(given, FORM)
  if (!Check(PromptSet, given)) return { ok: false, problems: [...shape, ...senseOf(given)] }
  const problems = checkPrompts(given)
  return problems.length > 0 ? { ok: false, problems } : { ok: true, prompts: given }
}

/** What makes no sense in the prompts whose form is right, while others' is not. */
const senseOf = (given: unknown): FieldProblem[] => {
  const list: unknown = typeof given === 'object' && given !== null ? Reflect.get(given, 'prompts') : null
  if (!Array.isArray(list)) return []
  const prompts = list.map((each: unknown, index) => (Check(DraftablePrompt, each) ? each : blank(index)))
  const usable: unknown = { ...(given as object), prompts }
  return Check(PromptSet, usable) ? checkPrompts(usable) : []
}

/** Holds the place of a prompt that cannot be read. */
const blank = (index: number): DraftablePrompt => ({
  id: `unreadable-${index}`,
  format: 'modal',
  trigger: { kind: 'manual' },
  title: '-',
  body: '',
  primary: { kind: 'contact', label: '-' },
})
