import type { PublicConfig } from '../server/wire/prompt.ts'

/** What a receiver of tests and benches answers as configuration: no prompts, no caps. */
export const QUIET_CONFIG: PublicConfig = {
  version: 1,
  enabled: true,
  prompts: [],
  thresholds: [0.8, 1],
  pricing: { paths: ['/pricing'], dwellAfter: 5000 },
  frequency: { spacingAfter: 0, unsolicitedPerDay: null, holdout: 0 },
  brand: {},
}
