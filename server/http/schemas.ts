import type { FastifyPluginCallback } from 'fastify'
import { configSchema, modelSchema } from '../json-schema.ts'

/**
 * The forms of the configuration, for editors: `"$schema": "https://host/schema/model.json"` completes names and marks
 * mistakes. They say what can be configured and nothing of what is.
 */
export const schemaRoutes =
  (publicUrl: string): FastifyPluginCallback =>
  (app, _options, done) => {
    const forms = { model: modelSchema, config: configSchema } as const
    for (const [name, form] of Object.entries(forms))
      app.get(`/schema/${name}.json`, (_request, reply) =>
        reply
          .type('application/schema+json')
          .headers({ 'access-control-allow-origin': '*', 'cache-control': 'public, max-age=300' })
          .send(JSON.stringify(form(`${publicUrl}/schema/${name}.json`))),
      )
    done()
  }
