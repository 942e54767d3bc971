import { gzipSync } from 'node:zlib'
import type { Random } from '../../demo/history/random.ts'
import { KEYS } from '../server/lane/harness.ts'

const STRANGE = [
  '',
  ' ',
  '~',
  '__proto__',
  'constructor',
  '\u0000',
  '\ud800',
  '𝕏'.repeat(40),
  'x'.repeat(300),
  '2026-13-45T99:99:99Z',
  '-1',
  '1e999',
  "'; drop table journal; --",
  '<script>alert(1)</script>',
] as const
const NUMBERS = [0, -1, 1.5, 1e308, -1e308, 2 ** 53, Number.MIN_VALUE] as const
const NAMES = [
  'type',
  'event',
  'userId',
  'anonymousId',
  'groupId',
  'messageId',
  'previousId',
  'name',
  'properties',
  'traits',
  'context',
  'timestamp',
  'sentAt',
  'originalTimestamp',
  'batch',
  'writeKey',
  '__proto__',
] as const
const TYPES = ['identify', 'track', 'page', 'screen', 'group', 'alias', 'delete', ''] as const

/** A value that a body may hold, of any shape. */
const valueOf = (random: Random, depth: number): unknown => {
  const kind = random.between(0, depth > 4 ? 4 : 7)
  if (kind === 0) return random.pick(STRANGE)
  if (kind === 1) return random.pick(NUMBERS)
  if (kind === 2) return random.happens(0.5)
  if (kind === 3) return null
  if (kind === 4) return `id-${random.between(0, 20)}`
  if (kind === 5) return Array.from({ length: random.between(0, 4) }, () => valueOf(random, depth + 1))
  const names = Array.from({ length: random.between(0, 5) }, () => random.pick(NAMES))
  return Object.fromEntries(names.map((name) => [name, valueOf(random, depth + 1)]))
}

/** An event that is nearly right: one or two of its fields are anything. */
const eventOf = (random: Random): unknown => {
  const event: Record<string, unknown> = {
    type: random.pick(TYPES),
    event: 'Core Action Completed',
    userId: `id-${random.between(0, 20)}`,
    messageId: `m-${random.between(0, 1e9)}`,
    timestamp: new Date().toISOString(),
  }
  for (let n = random.between(0, 2); n > 0; n--) event[random.pick(NAMES)] = valueOf(random, 0)
  return random.happens(0.1) ? valueOf(random, 0) : event
}

/** A body by a loose grammar of bodies, sometimes cut, garbled or packed. */
export const bodyOf = (random: Random): Buffer => {
  const batch = Array.from({ length: random.between(0, 6) }, () => eventOf(random))
  const body = random.happens(0.9) ? { writeKey: KEYS.write, batch } : valueOf(random, 0)
  const bytes = Buffer.from(JSON.stringify(body) ?? '')
  if (random.happens(0.1)) return bytes.subarray(0, random.between(0, bytes.length))
  if (random.happens(0.1) && bytes.length > 0)
    bytes[random.between(0, bytes.length - 1)] = random.between(0, 255)
  const packed = random.happens(0.2) ? gzipSync(bytes) : bytes
  return random.happens(0.05) ? packed.subarray(0, Math.floor(packed.length / 2)) : packed
}
