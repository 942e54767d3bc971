import { posthog } from 'posthog-js'
import { events, receiver } from './page.ts'

posthog.init('bench', { api_host: receiver() })
events((name, n) => void posthog.capture(name, { source: 'bench', position: n }))
