/** One second, in the unit of every instant and span here: milliseconds. */
export const SECOND = 1000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** What one request may carry. Segment's own limits, so its SDKs never meet a stricter one. */
export const LIMITS = {
  eventBytes: 32 * 1024,
  batchBytes: 500 * 1024,
  batchEvents: 2_500,
  idLength: 256,
  nameLength: 200,
  depth: 32,
} as const

/** How long a (sender, messageId) is remembered in `seen`; later copies are looked up in the journal. */
export const DEDUPE_AFTER = 7 * DAY
