import type { AddressInfo } from 'node:net'
import { type Config, describeProblems, readConfig } from './config.ts'
import { createPost } from './deliver/post.ts'
import { composeSlack } from './deliver/slack.ts'
import { composeWebhook } from './deliver/webhook.ts'
import { createDispatch, type DispatchOptions } from './dispatch.ts'
import { createDueWorker } from './due-worker.ts'
import { ASSETS, openInstallation } from './open-installation.ts'
import { writeRunFile } from './run-file.ts'
import { isFirstServer, type Secrets } from './secrets.ts'

export type Server = {
  /** Where it listens, for this machine. */
  readonly url: string
  readonly secrets: Secrets
  /** True the first time this database is served. */
  readonly isFirst: boolean
  /** Takes no more requests, answers those under way, settles deliveries, closes the database. */
  readonly stop: () => Promise<void>
}

/** Starts everything: database, HTTP, deliveries, the due worker. Log lines are JSON and name no visitor. */
export const serve = async (config: Config, log: NodeJS.WritableStream = process.stderr): Promise<Server> => {
  // The database opens in its own thread while this one loads HTTP: together they are most of the start.
  const [{ lane, secrets }, { createApp }] = await Promise.all([
    openInstallation(config),
    import('./http/app.ts'),
  ])
  const { app, metrics } = await createApp({ config, lane, secrets, assets: ASSETS, log })
  const report = (doing: string) => (error: unknown) => app.log.error({ err: error }, `${doing} failed`)
  await app.listen({ port: config.port, host: config.host }).catch(async (error) => {
    await lane.close()
    throw error
  })
  const dispatch = createDispatch({
    lane,
    channels: channelsOf(config, secrets),
    post: createPost({ allowPrivateHosts: config.allowPrivateHosts }),
    now: Date.now,
    chance: Math.random,
    onSettled: metrics.delivered,
    onError: report('delivery'),
  })
  const dueWorker = createDueWorker({ lane, now: Date.now, onError: report('advancing') })
  const url = localUrl(app.server.address() as AddressInfo)
  const adminToken = config.adminToken === null ? secrets.adminToken : null
  const removeRunFile = writeRunFile(config.databaseUrl, { url, adminToken, pid: process.pid })

  return {
    url,
    secrets,
    isFirst: await isFirstServer(lane),
    stop: async () => {
      app.log.info('stopping: answering what is under way')
      await app.close()
      await Promise.all([dispatch.stop(), dueWorker.stop()])
      await lane.close()
      removeRunFile()
      app.log.info('stopped')
    },
  }
}

/** `npm start`: serves until SIGTERM or SIGINT. What keeps it from starting is said in words, all of it. */
export const run = async (): Promise<void> => {
  const result = await readConfig(process.env)
  if (!result.ok) return giveUp(describeProblems(result.problems))
  const server = await serve(result.config).catch((error: Error) => error)
  if (server instanceof Error) return giveUp(`Tidemark cannot start: ${server.message}`)
  const stop = () => {
    process.off('SIGTERM', stop)
    process.off('SIGINT', stop)
    void server.stop()
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
  // Last: whoever reads it may end this process at once.
  console.log(greet(result.config, server))
}

const giveUp = (why: string): void => {
  console.error(why)
  process.exitCode = 1
}

/** Listening everywhere includes this machine. */
const localUrl = ({ address, family, port }: AddressInfo): string => {
  const host = address === '0.0.0.0' || address === '::' ? '127.0.0.1' : address
  return `http://${family === 'IPv6' && host === address ? `[${host}]` : host}:${port}`
}

const channelsOf = (config: Config, secrets: Secrets): DispatchOptions['channels'] => ({
  ...(config.webhookUrl &&
    secrets.webhookSecret && { webhook: composeWebhook(config.webhookUrl, secrets.webhookSecret) }),
  ...(config.slackUrl && { slack: composeSlack(config.slackUrl, config.timeZone) }),
})

const greet = (config: Config, { secrets, isFirst }: Server): string =>
  [
    `Tidemark serves ${config.publicUrl}`,
    ...describeSecrets(config, secrets, isFirst),
    `  Inbox:    ${config.publicUrl}/inbox`,
    '  Sign in:  npx tidemark sign-in you@example.com',
  ].join('\n')

/** What was generated is shown this once; what the environment gave is known already. */
const describeSecrets = (
  config: Config,
  { keys, adminToken, webhookSecret, isWebhookSecretNew }: Secrets,
  isFirst: boolean,
): string[] => {
  const lines: [name: string, value: string | null, isNew: boolean][] = [
    ['Browser key', keys.write, isFirst && !config.keys.write],
    ['Secret key', keys.secret, isFirst && !config.keys.secret],
    ['Test browser key', keys.testWrite, isFirst],
    ['Test secret key', keys.testSecret, isFirst],
    ['Admin token', adminToken, isFirst && !config.adminToken],
    ['Webhook secret', webhookSecret, isWebhookSecretNew],
  ]
  const fresh = lines.filter(([, , isNew]) => isNew)
  if (fresh.length === 0) return []
  return [
    '  Generated, stored in the database and shown only now:',
    ...fresh.map(([name, value]) => `    ${name.padEnd(17)} ${value}`),
  ]
}

if (import.meta.main) await run()
