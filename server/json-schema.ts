import type { TSchema } from 'typebox'
import { ConfigFileForm } from './config-file.ts'
import { Model } from './wire/model.ts'

const DIALECT = 'https://json-schema.org/draft/2020-12/schema'

export type JsonSchema = { readonly [keyword: string]: unknown }

/** The form of a model as JSON Schema, as editors and other tools read it; `id` is where it is served. */
export const modelSchema = (id: string): JsonSchema => publish(id, 'Tidemark scoring model', Model)

/** The form of the file that TIDEMARK_CONFIG names. */
export const configSchema = (id: string): JsonSchema => publish(id, 'Tidemark configuration', ConfigFileForm)

/**
 * Schemas that refer to themselves stand once, at the root. TypeBox repeats them wherever they are used, each under the
 * same `$id`, which other readers take for a contradiction.
 */
const publish = (id: string, title: string, schema: TSchema): JsonSchema => {
  const definitions: Record<string, unknown> = {}
  const root = lift(JSON.parse(JSON.stringify(schema)), definitions)
  return { $schema: DIALECT, $id: id, title, ...(root as JsonSchema), $defs: definitions }
}

const lift = (node: unknown, definitions: Record<string, unknown>): unknown => {
  if (Array.isArray(node)) return node.map((item) => lift(item, definitions))
  if (typeof node !== 'object' || node === null) return node
  const { $defs, $id: _, multipleOf: __, ...rest } = node as JsonSchema
  for (const [name, definition] of Object.entries($defs ?? {}))
    if (!(name in definitions)) {
      definitions[name] = null
      definitions[name] = lift(definition, definitions)
    }
  return Object.fromEntries(
    Object.entries(rest).map(([keyword, value]) =>
      keyword === '$ref' && typeof value === 'string'
        ? [keyword, `#/$defs/${value}`]
        : [keyword, lift(value, definitions)],
    ),
  )
}
