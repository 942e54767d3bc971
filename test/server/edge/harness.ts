import { mkdtempSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Lane } from '../../../server/commands.ts'
import { type Config, readConfig } from '../../../server/config.ts'
import { type AppOptions, createApp } from '../../../server/http/app.ts'
import { readSecrets } from '../../../server/secrets.ts'
import type { Environment } from '../../../server/setting-reader.ts'

export const ADMIN_TOKEN = 'admin-token-of-the-tests'

export const configOf = async (env: Environment = {}): Promise<Config> => {
  const result = await readConfig({ TIDEMARK_ADMIN_TOKEN: ADMIN_TOKEN, ...env })
  if (!result.ok) throw new Error(JSON.stringify(result.problems))
  return result.config
}

export type Edge = {
  readonly url: string
  readonly config: Config
  /** Calls the private API with the admin token. */
  readonly admin: (path: string, init?: RequestInit) => Promise<Response>
  readonly close: () => Promise<void>
}

/** The HTTP side over a lane, listening on a free port. */
export const startEdge = async (
  lane: Lane,
  options: Partial<Omit<AppOptions, 'config' | 'lane'>> & { readonly env?: Environment } = {},
): Promise<Edge> => {
  const { env, ...rest } = options
  const config = await configOf(env)
  const secrets = await readSecrets(config, lane)
  const assets = mkdtempSync(join(tmpdir(), 'tidemark-assets-'))
  const { app } = await createApp({ config, lane, secrets, assets, ...rest })
  await app.listen({ port: 0, host: '127.0.0.1' })
  const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`
  return {
    url,
    config,
    admin: (path, init) =>
      fetch(url + path, {
        ...init,
        headers: {
          authorization: `Bearer ${ADMIN_TOKEN}`,
          'content-type': 'application/json',
        },
      }),
    close: () => app.close(),
  }
}
