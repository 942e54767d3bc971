import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { generateHistory } from './history/generate.ts'
import { buildIfStale } from './run/build.ts'
import { importHistory } from './run/import-history.ts'
import { readPorts, Trouble } from './run/ports.ts'
import { progressBar } from './run/progress.ts'
import { rememberSecrets, type Secrets } from './run/secrets.ts'
import { signInLink, startTidemark, type TidemarkServer } from './run/tidemark-server.ts'
import { startDemo } from './server.ts'

const ROOT = join(import.meta.dirname, '..')
const SEED = 'regulars'
const REP = 'sam@regulars.example'

const HELP = `npm run demo               Regulars, a made-up product, and Tidemark beside it, with 90 days of history
npm run demo -- --empty    the same without history
npm run demo -- --fresh    forgets everything of earlier runs first

PORT (4680) is Tidemark's, DEMO_PORT (4681) the product's. State lives in data/demo and data/demo-empty.`

const readOptions = () => {
  const { values } = parseArgs({
    options: {
      empty: { type: 'boolean' },
      fresh: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  })
  return values
}

const fill = async (tidemark: TidemarkServer, directory: string, secrets: Secrets) => {
  console.log(`Importing a made-up history (seed "${SEED}"): 2,000 people, 400 accounts, 90 days.`)
  const progress = progressBar(process.stdout, Date.now)
  const { url } = tidemark
  const { secretKey } = secrets
  const sent = await importHistory({
    url,
    secretKey,
    directory,
    progress,
    seed: SEED,
    now: Date.now(),
    generate: generateHistory,
  })
  if (sent === 0) console.log('  It is here already.')
}

const HISTORY_HINT = `
                     The made-up accounts stand under "Imported history".`

const guide = (demoUrl: string, url: string, link: string, isEmpty: boolean) => `
  The product        ${demoUrl}
  The sales inbox    ${link}
                     (signs you in once, within 10 minutes; press Enter for another link)${isEmpty ? '' : HISTORY_HINT}
  What sales is told ${demoUrl}/hooks/sales

  Three things to click
    1. Sign up in the product, then Customers > "Add 10 sample records" until 80 and 100.
    2. Settings > "Set up SSO"; then open ${demoUrl}/pricing twice, for 5 seconds each.
    3. "Talk to sales" in a prompt, and watch the lead arrive in the inbox.

  Tidemark serves ${url}. Ctrl-C stops everything.
`

/**
 * What was started, to be stopped once and in reverse. Ctrl-C may arrive twice, from the terminal and from npm, and
 * reaches Tidemark too.
 */
const createClosing = () => {
  const list: (() => Promise<void>)[] = []
  let closed: Promise<void> | null = null
  const closeAll = async () => {
    for (const close of list.splice(0).reverse()) await close()
  }
  return {
    add: (close: () => Promise<void>) => list.push(close),
    close: () => {
      closed ??= closeAll()
      return closed
    },
  }
}
type Closing = ReturnType<typeof createClosing>

const start = async (directory: string, closing: Closing) => {
  const ports = await readPorts()
  buildIfStale(ROOT)
  const secrets = rememberSecrets(directory)
  const demoUrl = `http://localhost:${ports.demo}`
  const tidemark = await startTidemark({ root: ROOT, directory, port: ports.tidemark, demoUrl, secrets })
  closing.add(tidemark.stop)
  void watch(tidemark)
  const demo = await startDemo({
    port: ports.demo,
    host: process.env['HOST'],
    database: join(directory, 'regulars.db'),
    directory: join(ROOT, 'dist/demo'),
    tidemark: { url: tidemark.url, ...secrets },
  })
  closing.add(demo.close)
  return { tidemark, demoUrl, secrets }
}

/** Without Tidemark the product alone is no demo. */
const watch = async ({ ended }: TidemarkServer) => {
  const words = await ended
  if (words) console.error(`Tidemark has ended. ${words}`)
  leave(words ? 1 : 0)
}

const main = async (closing: Closing) => {
  const options = readOptions()
  if (options.help) return console.log(HELP)
  const directory = join(ROOT, 'data', options.empty ? 'demo-empty' : 'demo')
  if (options.fresh) rmSync(directory, { recursive: true, force: true })
  const { tidemark, demoUrl, secrets } = await start(directory, closing)
  if (!options.empty) await fill(tidemark, directory, secrets)
  const newLink = () => signInLink(tidemark.url, secrets.adminToken, REP)
  console.log(guide(demoUrl, tidemark.url, await newLink(), options.empty === true))
  if (process.stdin.isTTY) process.stdin.on('data', () => void newLink().then(console.log, console.error))
}

const closing = createClosing()
const leave = (code: number) => void closing.close().then(() => process.exit(code))
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => leave(0))
main(closing).catch((error: unknown) => {
  console.error(error instanceof Trouble ? `\n${error.message}` : error)
  leave(1)
})
