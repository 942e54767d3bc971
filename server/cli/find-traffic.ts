import { existsSync } from 'node:fs'
import type { Config } from '../config.ts'
import { channelsIn } from '../open-installation.ts'
import { databaseFile, type RunFile, readRunFile } from '../run-file.ts'
import { pendingMigrations } from '../store/migrate.ts'
import { withStore } from '../store/store.ts'
import { viewFailing } from '../views/operations.ts'
import type { Installation } from '../wire/operations.ts'
import { count } from './count.ts'
import type { Finding } from './findings.ts'

type Seen = Pick<Installation, 'failing' | 'proxies'>

/** What comes and goes: as the server that runs has seen it, else as far as the database tells. */
export const findTraffic = async (config: Config): Promise<Finding[]> => {
  const running = readRunFile(config.databaseUrl)
  // What cannot be reached is a finding already.
  const seen = await (running ? askServer(running, config) : lookInto(config)).catch(() => null)
  if (seen === null) return []
  if (seen === 'refused') return [REFUSED]
  return [
    ...(seen.failing.length > 0
      ? seen.failing.map(describeFailing)
      : [{ about: 'deliveries', state: 'good', words: 'none fails' } as const]),
    ...seen.proxies.map(describeProxy),
  ]
}

const REFUSED: Finding = {
  about: 'deliveries',
  state: 'note',
  words: 'the server tells only with its token: set TIDEMARK_ADMIN_TOKEN as it was started with',
}

const askServer = async (running: RunFile, { adminToken }: Config): Promise<Seen | 'refused' | null> => {
  const headers = { authorization: `Bearer ${adminToken ?? running.adminToken ?? ''}` }
  const response = await fetch(`${running.url}/api/installation`, { headers })
  if (response.status === 401) return 'refused'
  return response.ok ? ((await response.json()) as Installation) : null
}

const lookInto = async (config: Config): Promise<Seen | null> => {
  const file = databaseFile(config.databaseUrl)
  if (file !== null && !existsSync(file)) return null
  return withStore(config.databaseUrl, async (store) =>
    (await pendingMigrations(store)).length > 0
      ? null
      : { failing: await viewFailing(store, channelsIn(config)), proxies: [] },
  )
}

const describeProxy = ({ address, requests, lastAt }: Seen['proxies'][number]): Finding => ({
  about: 'proxy',
  state: 'bad',
  words: [
    `${address} passed on ${count(requests, 'request')} of others, the last at ${lastAt}, and is not trusted:`,
    'all visitors count as one address, and of their unverified requests for sales a few dozen an hour are taken',
    `If it is your proxy, set TIDEMARK_TRUST_PROXY=${address} and start again; if not, never: who is trusted says who asks`,
  ].join('\n'),
})

const describeFailing = ({
  channel,
  deliveries,
  since,
  lastError,
  advice,
}: Seen['failing'][number]): Finding => ({
  about: 'deliveries',
  state: 'bad',
  words: [
    `${count(deliveries, 'message')} to ${channel} did not arrive, the oldest of ${since}`,
    `The last error: ${lastError}. ${advice}`,
    'Each is tried again for about three days; what was given up can be sent again on the page "Deliveries"',
  ].join('\n'),
})
