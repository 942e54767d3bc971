import type { Receipt } from '../commands.ts'

/** Anybody with the browser key sees this; it must never say more to whom nobody vouches for. */
export const SUCCESS: Receipt = { status: 200, body: '{"success":true}' }

/** An event of a batch that was left out, by its place in it. */
export type Refusal = { readonly index: number; readonly reason: string }

/** An import is the work of somebody with the secret key, who is told what was left out and how many were there already. */
export const imported = (rejected: readonly Refusal[], duplicates: number): Receipt => {
  if (rejected.length === 0 && duplicates === 0) return SUCCESS
  const told = { ...(duplicates > 0 && { duplicates }), ...(rejected.length > 0 && { rejected }) }
  return { status: 200, body: JSON.stringify({ success: true, ...told }) }
}

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
