import { randomBytes } from 'node:crypto'
import type { Keys, Lane } from './commands.ts'
import type { Config } from './config.ts'

/** What opens doors: given in the environment, else generated once and remembered in the database. */
export type Secrets = {
  readonly keys: Keys
  readonly adminToken: string
  /** null when there is no webhook to sign. */
  readonly webhookSecret: string | null
  /** True when it was generated just now: a webhook may be named long after the first start. */
  readonly isWebhookSecretNew: boolean
}

export const readSecrets = async (config: Config, lane: Lane): Promise<Secrets> => {
  const secret = `whsec_${randomBytes(32).toString('base64')}`
  const webhookSecret = config.webhookUrl
    ? (config.webhookSecret ?? (await lane.remember('webhook-secret', secret)))
    : null
  return {
    keys: await lane.keys(),
    adminToken:
      config.adminToken ??
      (await lane.remember('admin-token', `tm_${randomBytes(24).toString('base64url')}`)),
    webhookSecret,
    isWebhookSecretNew: webhookSecret === secret,
  }
}

/** True for the first server of this database: it prints what was generated, and none does so again. */
export const isFirstServer = async (lane: Lane): Promise<boolean> => {
  const nonce = randomBytes(16).toString('hex')
  return (await lane.remember('first-served', nonce)) === nonce
}
