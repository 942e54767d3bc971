/** An instant as a sender writes it: epoch ms or a date. Null = absent, NaN = unreadable. */
export const instantOf = (written: string | number | null | undefined): number | null => {
  if (written === null || written === undefined || written === '') return null
  if (typeof written === 'string') return Date.parse(written)
  return Math.abs(written) <= 8.64e15 ? Math.trunc(written) : Number.NaN
}

/**
 * When it happened by our clock. The sender's clock may be wrong by any amount, but the time between happening and
 * sending is right, so that is taken off the instant of receipt. Never in the future.
 */
export const timeOf = (
  { happened, sent }: { readonly happened: number | null; readonly sent: number | null },
  receivedAt: number,
): number => {
  if (happened === null) return receivedAt
  const time = sent === null ? happened : receivedAt - (sent - happened)
  return Math.max(0, Math.min(time, receivedAt))
}
