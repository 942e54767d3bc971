import type { TSchema } from 'typebox'
import { ConfigFileForm } from './config-file.ts'
import { Model } from './wire/model.ts'

const DIALECT = 'https://json-schema.org/draft/2020-12/schema'

type Published = Readonly<Record<string, unknown>>

/** The form of a model as JSON Schema, as editors and other tools read it. */
export const modelSchema = (id: string): Published => publish(id, 'Tidemark scoring model', Model)

/** The form of the file that TIDEMARK_CONFIG names. */
export const configSchema = (id: string): Published => publish(id, 'Tidemark configuration', ConfigFileForm)

const publish = (id: string, title: string, schema: TSchema): Published => ({
  $schema: DIALECT,
  $id: id,
  title,
  ...JSON.parse(JSON.stringify(schema)),
})
