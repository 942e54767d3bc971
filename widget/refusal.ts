import type { Gate } from './api.ts'

/** What keeps a prompt back; without a gate, all were passed. */
export type Refusal = Pick<Gate, 'reason'> & Partial<Gate>

export const refusalIn = (gates: readonly Gate[]): Refusal | undefined => gates.find(({ passed }) => !passed)

/** A refusal as `debug` prints it, with the reader's own time. */
export const inWords = ({ gate, reason, until }: Refusal): string =>
  `${gate}: ${reason}${until ? `, not before ${new Date(until).toLocaleString()}` : ''}`
