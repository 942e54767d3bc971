import { UNKNOWN } from './antechamber.ts'
import type { Tidemark } from './api.ts'

const nothing = () => {}

/** The tracker where there is no page, on a server: no call does anything. */
export const ABSENT: Tidemark = {
  reset: nothing,
  identify: nothing,
  group: nothing,
  alias: nothing,
  track: nothing,
  page: nothing,
  limit: nothing,
  gate: () => UNKNOWN,
  show: async () => UNKNOWN,
  explain: async () => [],
  snooze: nothing,
  mute: nothing,
  setConsent: nothing,
  on: () => nothing,
  flush: nothing,
  debug: nothing,
}
