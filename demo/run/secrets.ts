import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** What the demo product and its Tidemark server share. */
export type Secrets = {
  readonly writeKey: string
  readonly secretKey: string
  readonly adminToken: string
  readonly identitySecret: string
  readonly webhookSecret: string
}

const word = (bytes: number) => randomBytes(bytes).toString('hex')

const invent = (): Secrets => ({
  writeKey: `pk_${word(12)}`,
  secretKey: `sk_${word(16)}`,
  adminToken: word(24),
  identitySecret: word(32),
  webhookSecret: `whsec_${randomBytes(32).toString('base64')}`,
})

/** The secrets in this folder; made up on the first run, readable by their owner only. */
export const rememberSecrets = (directory: string): Secrets => {
  const path = join(directory, 'secrets.json')
  mkdirSync(directory, { recursive: true })
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    const secrets = invent()
    writeFileSync(path, JSON.stringify(secrets, null, 2), { mode: 0o600 })
    return secrets
  }
}
