import type {
  FastifyBaseLogger,
  FastifyInstance,
  FastifySchemaCompiler,
  FastifyTypeProvider,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify'
import type { Static, TSchema } from 'typebox'
import { Compile, type Validator } from 'typebox/compile'
import { listProblems } from '../field-problems.ts'
import { Refusal } from './problem.ts'

declare module 'fastify' {
  interface FastifySchema {
    /** One line for the API's description. */
    summary?: string
  }
}

interface TypeBoxProvider extends FastifyTypeProvider {
  readonly validator: this['schema'] extends TSchema ? Static<this['schema']> : unknown
  readonly serializer: this['schema'] extends TSchema ? Static<this['schema']> : unknown
}

/** A Fastify instance whose requests and answers are typed by the routes' TypeBox schemas. */
export type Api = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  TypeBoxProvider
>

/**
 * Checks with TypeBox instead of Fastify's own validator, so that one library decides on both sides of the lane. A form
 * is compiled when it is first needed: all of them together would take a good part of the start.
 */
export const checkInput: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => {
  let form: Validator | undefined
  return (given: unknown) => {
    // An action without a body, as `curl -X POST` sends it, is an empty one.
    const value = httpPart === 'body' ? (given ?? {}) : given
    form ??= Compile(schema)
    if (form.Check(value)) return { value }
    const problems = listProblems(form, value)
    return { error: new Refusal(400, { detail: 'The request does not have the wanted form.', problems }) }
  }
}
