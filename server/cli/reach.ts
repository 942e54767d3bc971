import { userInfo } from 'node:os'
import type { Config } from '../config.ts'
import { createApp } from '../http/app.ts'
import { BY } from '../http/auth.ts'
import { ASSETS, openInstallation } from '../open-installation.ts'
import { readRunFile } from '../run-file.ts'

const ACCOUNTS_AT_ONCE = 200

export type Call = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly path: string
  readonly body?: string
  /** `admin` = the private API; `secret` = ingest with the secret key. */
  readonly as: 'admin' | 'secret'
}
export type Answer = { readonly status: number; readonly body: string; readonly retryAfter: number | null }
export type Reach = {
  readonly call: (call: Call) => Promise<Answer>
  /**
   * Whether a server runs, which does by itself what is due; without one `advance` does some of it. Null = nobody can tell:
   * who works on Postgres leaves no mark here.
   */
  readonly isServer: boolean | null
  readonly advance: () => Promise<void>
  readonly close: () => Promise<void>
}

/**
 * The installation, through the server that holds its database if one runs, else by opening the database here. Both
 * speak the same HTTP, so a command cannot tell which it is.
 */
export const reach = async (config: Config): Promise<Reach> => {
  const running = readRunFile(config.databaseUrl)
  if (!running) return reachDatabase(config)
  const adminToken = config.adminToken ?? running.adminToken
  if (adminToken) return reachServer(config, running.url, adminToken)
  // What a server was given by its environment it does not write down.
  throw new Error(
    `A server at ${running.url} has this database open: set TIDEMARK_ADMIN_TOKEN to the token it was started with.`,
  )
}

const reachServer = (config: Config, url: string, adminToken: string): Reach => {
  const send = async (path: string, init: RequestInit): Promise<Answer> => {
    const response = await fetch(url + path, init)
    const retryAfter = response.headers.get('retry-after')
    return {
      status: response.status,
      body: await response.text(),
      retryAfter: retryAfter === null ? null : Number(retryAfter),
    }
  }
  const askForSecretKey = async () => {
    const { body } = await send('/api/keys', { headers: admin(adminToken) })
    return (JSON.parse(body) as { secret: string }).secret
  }
  let secretKey: Promise<string> | undefined
  return {
    isServer: true,
    advance: async () => {},
    call: async ({ method, path, body, as }) => {
      if (as === 'secret')
        secretKey ??= config.keys.secret ? Promise.resolve(config.keys.secret) : askForSecretKey()
      const authorization = as === 'admin' ? admin(adminToken) : basic((await secretKey) ?? '')
      const init = { method, headers: { ...authorization, ...(body !== undefined && JSON_BODY) } }
      return send(path, body === undefined ? init : { ...init, body })
    },
    close: async () => {},
  }
}

const reachDatabase = async (config: Config): Promise<Reach> => {
  const { lane, secrets } = await openInstallation(config)
  const { app } = await createApp({ config, lane, secrets, assets: ASSETS })
  return {
    isServer: config.databaseUrl.startsWith('sqlite:') ? false : null,
    advance: async () => {
      await lane.advance(Date.now(), ACCOUNTS_AT_ONCE)
    },
    call: async ({ method, path, body, as }) => {
      const authorization = as === 'admin' ? admin(secrets.adminToken) : basic(secrets.keys.secret)
      const headers = { ...authorization, ...(body !== undefined && JSON_BODY) }
      const response = await app.inject({ method, url: path, headers, ...(body !== undefined && { body }) })
      return { status: response.statusCode, body: response.body, retryAfter: null }
    },
    close: async () => {
      await app.close()
      await lane.close()
    },
  }
}

const JSON_BODY = { 'content-type': 'application/json' }
const admin = (token: string) => ({ authorization: `Bearer ${token}`, [BY]: `cli (${userName()})` })
const basic = (key: string) => ({ authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}` })

/** Who is logged in here, as a header can say it; in some containers nobody is. */
const userName = (): string => {
  try {
    return userInfo().username.replace(/[^\x20-\x7e]/g, '?')
  } catch {
    return 'nobody'
  }
}
