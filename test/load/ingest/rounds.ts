import { cpuSeconds } from '../processes.ts'
import { closedLoop, type LoadResult } from './closed-loop.ts'
import { batches, type Traffic } from './requests.ts'

/** A server under load; `cpu` are the seconds that it, and its database, have used so far. */
export type Target = { readonly ports: readonly number[]; readonly cpu: () => number }

export const targetOf = (port: number, ...pids: readonly number[]): Target => ({
  ports: [port],
  cpu: () => pids.reduce((sum, pid) => sum + cpuSeconds(pid), 0),
})

export type Round = LoadResult & { readonly perCpuSecond: number; readonly perSecond: number }

const CONNECTIONS = 64

/** One round of closed loops on all of a target's ports together. */
export const round = async ({ ports, cpu }: Target, traffic: Traffic, runFor: number): Promise<Round> => {
  const before = cpu()
  const results = await Promise.all(
    ports.map((port) =>
      closedLoop({
        host: '127.0.0.1',
        port,
        nextRequest: batches(`127.0.0.1:${port}`, traffic),
        connections: CONNECTIONS / ports.length,
        runFor,
      }),
    ),
  )
  const used = cpu() - before
  const sum = (of: (one: LoadResult) => number) => results.reduce((total, one) => total + of(one), 0)
  const events = (sum((one) => one.requests) - sum((one) => one.refused)) * traffic.eventsEach
  const [first] = results
  if (!first) throw new Error('A target has at least one port.')
  return {
    ...first,
    requests: sum((one) => one.requests),
    refused: sum((one) => one.refused),
    perCpuSecond: events / used,
    perSecond: events / first.seconds,
  }
}

export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
export const thousands = (value: number): string => `${(value / 1000).toFixed(1)}k`

export type Pair = { readonly base: Round; readonly ours: Round }

/** Both in turn, so that what else the machine does meets both; the first pair only warms up. */
export const alternate = async (
  { base, ours }: { readonly base: Target; readonly ours: Target },
  traffic: { readonly base: Traffic; readonly ours: Traffic },
  { rounds = 4, runFor = 2500 } = {},
): Promise<Pair[]> => {
  const pairs: Pair[] = []
  for (let n = 0; n < rounds; n++) {
    const first = await round(base, traffic.base, runFor)
    const second = await round(ours, traffic.ours, runFor)
    if (n > 0) pairs.push({ base: first, ours: second })
  }
  return pairs
}

/** The ratio of events per CPU second, pair by pair, and what was measured in words. */
export const describe = (pairs: readonly Pair[]): string => {
  const of = (read: (pair: Pair) => number) => median(pairs.map(read))
  const refused = pairs.reduce((sum, { ours }) => sum + ours.refused, 0)
  return [
    `ratio ${ratioOf(pairs).toFixed(2)}`,
    `${thousands(of(({ ours }) => ours.perCpuSecond))} of ${thousands(of(({ base }) => base.perCpuSecond))} events per CPU second`,
    `p50 ${of(({ ours }) => ours.p50).toFixed(1)} ms, p99 ${of(({ ours }) => ours.p99).toFixed(1)} ms`,
    `${thousands(of(({ ours }) => ours.perSecond))} events/s`,
    ...(refused > 0 ? [`${refused} refused`] : []),
  ].join(' | ')
}

export const ratioOf = (pairs: readonly Pair[]): number =>
  median(pairs.map(({ base, ours }) => ours.perCpuSecond / base.perCpuSecond))
