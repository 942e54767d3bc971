import { AnalyticsBrowser } from '@segment/analytics-next'
import { events, receiver } from './page.ts'

const server = receiver()
const analytics = AnalyticsBrowser.load(
  { writeKey: 'bench', cdnURL: server },
  { integrations: { 'Segment.io': { apiHost: `${new URL(server).host}/v1`, protocol: 'http' } } },
)
void analytics.page()
events((name, n) => void analytics.track(name, { source: 'bench', position: n }))
