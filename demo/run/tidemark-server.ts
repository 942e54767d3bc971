import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { MINUTE, SECOND } from '../../server/wire/limits.ts'
import { Trouble } from './ports.ts'
import type { Secrets } from './secrets.ts'

export type TidemarkServer = {
  readonly url: string
  readonly stop: () => Promise<void>
  /** Resolves when its process has ended, whoever ended it; with its last words if it failed. */
  readonly ended: Promise<string | null>
}

const STARTS_WITHIN = MINUTE

const isReady = (url: string) =>
  fetch(`${url}/readyz`).then(
    (answer) => answer.ok,
    () => false,
  )

const hasEnded = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null

const stopChild = async (child: ChildProcess) => {
  if (hasEnded(child)) return
  child.kill('SIGTERM')
  await once(child, 'exit')
}

const lastWords = (log: string) => `Its last words (${log}):\n${readFileSync(log, 'utf8').slice(-2000)}`

const untilReady = async (child: ChildProcess, url: string, log: string) => {
  for (const startedAt = Date.now(); Date.now() - startedAt < STARTS_WITHIN; await wait(SECOND / 10)) {
    if (hasEnded(child)) break
    if (await isReady(url)) return
  }
  await stopChild(child)
  throw new Trouble(`Tidemark did not start. ${lastWords(log)}`)
}

/** Starts Tidemark as a process of its own, as a customer would run it. It is ready when this resolves. */
export const startTidemark = async (options: {
  root: string
  directory: string
  port: number
  demoUrl: string
  secrets: Secrets
}): Promise<TidemarkServer> => {
  const { root, directory, port, demoUrl, secrets } = options
  const url = `http://localhost:${port}`
  const log = join(directory, 'tidemark.log')
  const output = openSync(log, 'w')
  const child = spawn(process.execPath, [join(root, 'dist/server/main.js')], {
    cwd: root,
    stdio: ['ignore', output, output],
    env: {
      DATABASE_URL: `sqlite:${join(directory, 'tidemark.db')}`,
      HOST: '127.0.0.1',
      // As npm start does: large buffers go back to the system when they are free (glibc).
      MALLOC_MMAP_THRESHOLD_: '131072',
      ...process.env,
      PORT: String(port),
      TIDEMARK_URL: url,
      TIDEMARK_CONFIG: join(root, 'demo/tidemark.config.json'),
      TIDEMARK_WRITE_KEY: secrets.writeKey,
      TIDEMARK_SECRET_KEY: secrets.secretKey,
      TIDEMARK_ADMIN_TOKEN: secrets.adminToken,
      TIDEMARK_IDENTITY_SECRET: secrets.identitySecret,
      TIDEMARK_WEBHOOK_URL: `${demoUrl}/hooks/sales`,
      TIDEMARK_WEBHOOK_SECRET: secrets.webhookSecret,
      TIDEMARK_ALLOW_PRIVATE_HOSTS: '1',
    },
  })
  closeSync(output)
  // Whatever ends this process, no server is left behind.
  process.once('exit', () => child.kill('SIGTERM'))
  const ended = once(child, 'exit').then(([code]) => (code === 0 ? null : lastWords(log)))
  await untilReady(child, url, log)
  return { url, ended, stop: () => stopChild(child) }
}

/** A link that signs this person in to the inbox, once, within ten minutes. */
export const signInLink = async (url: string, adminToken: string, email: string): Promise<string> => {
  const answer = await fetch(`${url}/api/sign-in`, {
    method: 'POST',
    headers: { authorization: `Bearer ${adminToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ email }),
  })
  if (!answer.ok) throw new Trouble(`Tidemark made no sign-in link: ${answer.status} ${await answer.text()}`)
  const { url: link } = await answer.json()
  return link
}
