import type { Commands, LaneNews, LaneOptions } from './commands.ts'

/* What the server's thread and the database's thread say to each other. Everything can be cloned. */

export type CommandName = keyof Commands

export type Question =
  | { readonly kind: 'open'; readonly options: LaneOptions }
  | {
      readonly kind: 'call'
      readonly id: number
      readonly name: CommandName
      readonly args: readonly unknown[]
    }
  | { readonly kind: 'close' }

export type Answer =
  | { readonly kind: 'opened' }
  | { readonly kind: 'closed' }
  /** With what happened meanwhile: one message costs the two threads half of two. */
  | {
      readonly kind: 'result'
      readonly id: number
      readonly value: unknown
      readonly news: readonly LaneNews[]
    }
  | {
      readonly kind: 'error'
      readonly id: number | null
      readonly error: Failure
      readonly news: readonly LaneNews[]
    }

/** An error as it crosses: its words, where it arose, and what caused it. */
export type Failure = { readonly message: string; readonly stack: string; readonly cause: Failure | null }

export const toFailure = (error: unknown): Failure =>
  error instanceof Error
    ? {
        message: error.message,
        stack: error.stack ?? '',
        cause: error.cause === undefined ? null : toFailure(error.cause),
      }
    : { message: String(error), stack: '', cause: null }

export const toError = ({ message, stack, cause }: Failure): Error => {
  const error = new Error(message, cause ? { cause: toError(cause) } : undefined)
  if (stack) error.stack = stack
  return error
}

/** The commands' names: a Proxy would answer to anything, `then` included. */
export const COMMANDS: readonly CommandName[] = [
  'ingest',
  'advance',
  'user',
  'account',
  'leads',
  'lead',
  'act',
  'claimOutbox',
  'settleOutbox',
  'deliveries',
  'replayDelivery',
  'model',
  'readAhead',
  'publishModel',
  'modelVersions',
  'modelVersion',
  'modelProgress',
  'tryModel',
  'prompts',
  'publishPrompts',
  'promptVersions',
  'promptVersion',
  'promptCounts',
  'installation',
  'gauges',
  'rejected',
  'heldRaises',
  'reviewHeld',
  'keys',
  'remember',
  'recall',
  'replace',
  'putSession',
  'takeCode',
  'session',
  'endSession',
  'rebuild',
  'erase',
  'exportOf',
  'noteStripe',
  'settleStripe',
  'refuseOrigin',
  'ping',
]
