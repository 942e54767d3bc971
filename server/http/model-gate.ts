import type { FastifySchemaCompiler } from 'fastify'
import type { TSchema } from 'typebox'
import { readModel } from '../read-model.ts'
import type { Model } from '../wire/model.ts'
import { Refusal } from './problem.ts'
import { checkInput } from './typed.ts'

/** For bodies that are models: they come as they are, because their own reader knows more than a schema can say. */
export const asGiven: FastifySchemaCompiler<TSchema> = (part) =>
  part.httpPart === 'body' ? (value: unknown) => ({ value }) : checkInput(part)

/** Lets a usable model through and refuses another with every problem. */
export const admitModel = (given: unknown): Model => {
  const reading = readModel(given)
  if (reading.ok) return reading.model
  const { problems } = reading
  throw new Refusal(400, { detail: 'The model cannot be used as it stands.', problems })
}
