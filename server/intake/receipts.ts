import type { Receipt } from '../commands.ts'

/** Anybody with the browser key sees this; it must never say more to whom nobody vouches for. */
export const SUCCESS: Receipt = { status: 200, body: '{"success":true}' }

/** An import is the work of somebody with the secret key, who is told at once what was left out. */
export const imported = (rejected: readonly { index: number; reason: string }[]): Receipt =>
  rejected.length === 0 ? SUCCESS : { status: 200, body: JSON.stringify({ success: true, rejected }) }

const TITLES = { 400: 'Bad Request', 401: 'Unauthorized', 503: 'Service Unavailable' } as const

/** Problem details (RFC 9457). */
export const refused = (status: keyof typeof TITLES, detail: string): Receipt => ({
  status,
  body: JSON.stringify({ type: 'about:blank', title: TITLES[status], status, detail }),
})

/** These events could not be committed; seconds. */
export const FAILED: Receipt = {
  ...refused(503, 'These events could not be stored. Send them again later.'),
  retryAfter: 10,
}
