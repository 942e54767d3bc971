import type { Trigger } from '../server/wire/prompt.ts'

/** What a trigger waits for: `limit records 0.8`, `pricing 2`. */
export const described = (trigger: Trigger): string =>
  Object.values(trigger)
    .map((part) => (typeof part === 'object' ? JSON.stringify(part) : part))
    .join(' ')
