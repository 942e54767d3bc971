import { randomBytes } from 'node:crypto'
import type { Keys, Lane } from './commands.ts'
import type { Config } from './config.ts'

/** What opens doors: given in the environment, else generated once and remembered in the database. */
export type Secrets = {
  readonly keys: Keys
  readonly adminToken: string
  /** null when there is no webhook to sign. */
  readonly webhookSecret: string | null
  /** True the first time this database is served: what was generated is printed then and never again. */
  readonly isNew: boolean
}

export const readSecrets = async (config: Config, lane: Lane): Promise<Secrets> => {
  const nonce = randomBytes(16).toString('hex')
  return {
    keys: await lane.keys(),
    adminToken:
      config.adminToken ??
      (await lane.remember('admin-token', `tm_${randomBytes(24).toString('base64url')}`)),
    webhookSecret: config.webhookUrl
      ? (config.webhookSecret ??
        (await lane.remember('webhook-secret', `whsec_${randomBytes(32).toString('base64')}`)))
      : null,
    isNew: (await lane.remember('first-served', nonce)) === nonce,
  }
}
