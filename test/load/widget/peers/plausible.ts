import { init, track } from '@plausible-analytics/tracker'
import { events, receiver } from './page.ts'

init({
  domain: 'bench.example',
  endpoint: `${receiver()}/api/event`,
  captureOnLocalhost: true,
  logging: false,
})
events((name, n) => track(name, { props: { source: 'bench', position: String(n) } }))
