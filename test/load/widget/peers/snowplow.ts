import { newTracker, trackPageView, trackStructEvent } from '@snowplow/browser-tracker'
import { events, receiver } from './page.ts'

newTracker('bench', receiver(), { appId: 'bench' })
trackPageView()
events((name, n) => trackStructEvent({ category: 'bench', action: name, label: 'bench', value: n }))
