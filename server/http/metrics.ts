import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { LaneGauges } from '../commands.ts'

/** What is read when Prometheus asks; `lane` is null when the database does not answer. */
export type Gauges = {
  readonly intakeBytes: number
  readonly queueAge: number
  readonly lane: LaneGauges | null
}

const FAST = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5]

/**
 * What Prometheus may read at /metrics. The four golden signals: latency and traffic and errors are the histograms (with
 * their counts, by status), saturation is how much waits and for how long. No label carries anything a visitor sent.
 */
export const createMetrics = () => {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry, prefix: 'tidemark_' })
  const timed = createTimed(registry)
  const asked = createAsked(registry)
  const ingestsOf = byStatus(timed.ingests)
  return {
    type: registry.contentType,
    text: (gauges: Gauges): Promise<string> => {
      asked(gauges)
      return registry.metrics()
    },
    ingested: (status: number, took: number): void => ingestsOf(status).observe(took / 1000),
    committed: (took: number, ok: boolean): void =>
      timed.commits.observe({ outcome: ok ? 'committed' : 'failed' }, took / 1000),
    answered: (route: string, status: number, took: number): void =>
      timed.requests.observe({ route, status }, took / 1000),
    delivered: (channel: string, ok: boolean): void =>
      timed.deliveries.inc({ channel, outcome: ok ? 'delivered' : 'failed' }),
  }
}
export type Metrics = ReturnType<typeof createMetrics>

/** The histogram's part for a status, looked up once: that costs more than counting. */
const byStatus = (histogram: Histogram<'status'>): ((status: number) => Histogram.Internal<'status'>) => {
  const parts = new Map<number, Histogram.Internal<'status'>>()
  return (status) => {
    const part = parts.get(status) ?? histogram.labels({ status })
    parts.set(status, part)
    return part
  }
}

/** Counted as it happens. */
const createTimed = (registry: Registry) => {
  const registers = [registry]
  return {
    ingests: new Histogram({
      name: 'tidemark_ingest_seconds',
      help: 'Requests with events, by status: from the last byte of the head to the answer',
      labelNames: ['status'],
      buckets: FAST,
      registers,
    }),
    commits: new Histogram({
      name: 'tidemark_commit_seconds',
      help: 'Groups of requests: from handing them to the database until they are on disk',
      labelNames: ['outcome'],
      buckets: FAST,
      registers,
    }),
    requests: new Histogram({
      name: 'tidemark_http_seconds',
      help: 'Other requests, by route and status',
      labelNames: ['route', 'status'],
      buckets: [0.005, 0.025, 0.1, 0.5, 2],
      registers,
    }),
    deliveries: new Counter({
      name: 'tidemark_delivery_attempts_total',
      help: 'Attempts to reach sales, by channel and outcome',
      labelNames: ['channel', 'outcome'],
      registers,
    }),
  }
}

/** Read when somebody asks. */
const createAsked = (registry: Registry) => {
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers: [registry] })
  const total = (name: string, help: string) => new Counter({ name, help, registers: [registry] })
  const bytes = gauge('tidemark_intake_bytes', 'Events taken in and not yet answered, about')
  const age = gauge('tidemark_queue_age_seconds', 'How long the first request in the queue has waited')
  const due = gauge(
    'tidemark_due_lag_seconds',
    'How long the most overdue account has waited for its instant',
  )
  const waiting = gauge('tidemark_deliveries_waiting', 'Messages to sales that are still to be delivered')
  const late = gauge('tidemark_delivery_lag_seconds', 'How long the oldest message that is due has waited')
  const counters = {
    events: total('tidemark_events_total', 'Events accepted by this process'),
    duplicates: total('tidemark_duplicate_events_total', 'Events that had been accepted before'),
    rejected: total('tidemark_rejected_events_total', 'Events turned away; see /api/rejected'),
  }
  const raise = (name: keyof typeof counters, to: number) => {
    counters[name].reset()
    counters[name].inc(to)
  }
  return ({ intakeBytes, queueAge, lane }: Gauges): void => {
    bytes.set(intakeBytes)
    age.set(queueAge / 1000)
    if (!lane) return
    for (const name of ['events', 'duplicates', 'rejected'] as const) raise(name, lane[name])
    due.set(lane.dueLag / 1000)
    waiting.set(lane.deliveriesWaiting)
    late.set(lane.deliveryLag / 1000)
  }
}
