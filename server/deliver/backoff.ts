import { DAY, HOUR, SECOND } from '../wire/limits.ts'

const FIRST_AFTER = 5 * SECOND
const LONGEST_AFTER = 6 * HOUR

/** 5 s, 20 s, 80 s, 5 min, 21 min, 85 min, 5.7 h, then every 6 h: the 18th attempt is made after about three days. */
const MOST_ATTEMPTS = 18

/**
 * When to try again after the `attempts`th try failed; null = give up. `chance` (0 to 1) spreads the delay by a fifth
 * either way, so that a receiver that comes back is not met by everybody at once. A Retry-After is honoured up to a day.
 */
export const retryAt = (failed: {
  readonly attempts: number
  readonly now: number
  readonly chance: number
  readonly retryAfter: number | null
}): number | null => {
  if (failed.attempts >= MOST_ATTEMPTS) return null
  const delay = Math.min(FIRST_AFTER * 4 ** (failed.attempts - 1), LONGEST_AFTER)
  const spread = delay * (0.8 + 0.4 * failed.chance)
  return failed.now + Math.round(Math.max(spread, Math.min(failed.retryAfter ?? 0, DAY)))
}
