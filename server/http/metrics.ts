import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

/** What Prometheus may read at /metrics. No label ever carries anything a visitor sent. */
export const createMetrics = (intakeSize: () => number) => {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry, prefix: 'tidemark_' })

  const ingests = new Histogram({
    name: 'tidemark_ingest_seconds',
    help: 'Requests with events: from the last byte of the head to the answer',
    labelNames: ['status'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
    registers,
  })
  const requests = new Histogram({
    name: 'tidemark_http_seconds',
    help: 'Other requests, by route and status',
    labelNames: ['route', 'status'],
    buckets: [0.005, 0.025, 0.1, 0.5, 2],
    registers,
  })
  const deliveries = new Counter({
    name: 'tidemark_delivery_attempts_total',
    help: 'Attempts to reach sales, by channel and outcome',
    labelNames: ['channel', 'outcome'],
    registers,
  })
  const waiting = new Gauge({
    name: 'tidemark_intake_bytes',
    help: 'Events taken in and not yet answered, about',
    registers,
  })

  return {
    type: registry.contentType,
    text: (): Promise<string> => {
      waiting.set(intakeSize())
      return registry.metrics()
    },
    ingested: (status: number, took: number): void => ingests.observe({ status }, took / 1000),
    answered: (route: string, status: number, took: number): void =>
      requests.observe({ route, status }, took / 1000),
    delivered: (channel: string, ok: boolean): void =>
      deliveries.inc({ channel, outcome: ok ? 'delivered' : 'failed' }),
  }
}
export type Metrics = ReturnType<typeof createMetrics>
