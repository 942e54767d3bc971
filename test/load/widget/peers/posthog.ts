import { posthog } from 'posthog-js'
import { events, receiver } from './page.ts'

posthog.init('bench', {
  api_host: receiver(),
  // Else it drops what a headless browser or more than ten events a second bring, and dropping is cheap.
  opt_out_useragent_filter: true,
  rate_limiting: { events_per_second: 1000, events_burst_limit: 10_000 },
})
events((name, n) => void posthog.capture(name, { source: 'bench', position: n }))
