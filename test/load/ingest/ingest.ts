import { parseArgs } from 'node:util'
import { residentBytes } from '../processes.ts'
import { closedLoop } from './closed-loop.ts'
import { latencyCase } from './latency.ts'
import { postgresCase } from './postgres.ts'
import { batches, everybody, KEY, type Traffic } from './requests.ts'
import { alternate, describe, targetOf, thousands } from './rounds.ts'
import { scaleCase } from './scale.ts'
import { type Served, startBare, startTidemark, withFile, withServers } from './servers.ts'

const USERS = 10_000

const CASES: Record<string, (isLong: boolean) => Promise<void>> = {
  sqlite: () => sqliteCase(),
  scale: scaleCase,
  latency: () => latencyCase(),
  postgres: () => postgresCase(),
}

/**
 * CPU per ingested event, full scoring on, against a bare node:http + JSON.parse server, alternated in one run.
 * `--target <url> --key <key>` aims the same load at any server that speaks the Segment API and judges nothing;
 * `--case <name>` runs one; `--long` is the full size.
 */
export const benchIngest = async (args: readonly string[]): Promise<void> => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      target: { type: 'string' },
      key: { type: 'string', default: KEY },
      case: { type: 'string', multiple: true },
      long: { type: 'boolean', default: false },
    },
  })
  if (values.target) return aim(new URL(values.target), values.key)
  for (const name of values.case ?? Object.keys(CASES)) {
    const run = CASES[name]
    if (!run) throw new Error(`No case named ${name}; there are ${Object.keys(CASES).join(', ')}`)
    console.log(`## ${name}`)
    await run(values.long)
  }
}

const TRAFFICS = [
  { eventsEach: 5, ids: 'ordered' },
  { eventsEach: 5, ids: 'random' },
  { eventsEach: 1, ids: 'ordered' },
  { eventsEach: 1, ids: 'random' },
] as const

const sqliteCase = (): Promise<void> =>
  withFile((path) =>
    withServers([startBare, () => startTidemark(`sqlite:${path}`)], async ([bare, ours]) => {
      if (!bare || !ours) return
      console.log(`start to /readyz on an empty database: ${ours.readyAfter.toFixed(0)} ms`)
      for (const kind of TRAFFICS) console.log(`${nameOf(kind)}: ${await compare(bare, ours, kind)}`)
      console.log(`resident memory afterwards: ${megabytes(ours)} MB`)
    }),
  )

const nameOf = ({ eventsEach, ids }: Pick<Traffic, 'eventsEach' | 'ids'>): string =>
  `${eventsEach} event${eventsEach === 1 ? '' : 's'} a request, ${ids} ids`

const compare = async (
  bare: Served,
  ours: Served,
  kind: Pick<Traffic, 'eventsEach' | 'ids'>,
): Promise<string> => {
  const traffic = { ...kind, nextUser: everybody(USERS) }
  const targets = { base: targetOf(bare.port, bare.pid), ours: targetOf(ours.port, ours.pid) }
  return describe(await alternate(targets, { base: traffic, ours: traffic }))
}

const megabytes = ({ pid }: Served): string => (residentBytes(pid) / 2 ** 20).toFixed(0)

/** Closed loops on a server of which we know nothing but its address. */
const aim = async ({ hostname, port, protocol }: URL, key: string): Promise<void> => {
  if (protocol !== 'http:')
    throw new Error('The target must be http: what TLS costs is not what is measured.')
  for (const kind of TRAFFICS) {
    const result = await closedLoop({
      host: hostname,
      port: Number(port || 80),
      nextRequest: batches(hostname, { ...kind, key, nextUser: everybody(USERS) }),
      connections: 64,
      runFor: 10_000,
    })
    const perSecond = (result.requests * kind.eventsEach) / result.seconds
    console.log(
      `${nameOf(kind)}: ${thousands(perSecond)} events/s | p50 ${result.p50.toFixed(1)} ms, p99 ${result.p99.toFixed(1)} ms | ${result.refused} refused`,
    )
  }
}
