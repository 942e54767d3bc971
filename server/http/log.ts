import type { FastifyServerOptions } from 'fastify'

/**
 * Structured log lines (pino, JSON) without anything personal: no addresses, paths, queries or bodies, and of an error
 * only what it is and where it arose. Databases and parsers quote what they were given, so quotations go too.
 */
export const createLog = (
  stream: NodeJS.WritableStream | undefined,
): NonNullable<FastifyServerOptions['logger']> =>
  stream
    ? { level: 'info', base: { service: 'tidemark' }, stream, serializers: { err: describeError } }
    : false

type Described = {
  readonly type: string
  readonly code?: string
  readonly message: string
  readonly stack: string
  readonly cause?: Described
}

const describeError = (error: unknown): Described => {
  if (!(error instanceof Error)) return { type: typeof error, message: 'not an error', stack: '' }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : null
  return {
    type: error.name,
    ...(code !== null && { code }),
    message: withoutQuotations(error.message),
    stack: framesOf(error.stack ?? ''),
    ...(error.cause instanceof Error && { cause: describeError(error.cause) }),
  }
}

const withoutQuotations = (message: string): string =>
  message
    .replace(/(["'`]).*\1/gs, '$1...$1')
    .replace(/=\(.*?\)/g, '=(...)')
    .replace(/\S+@\S+/g, '...')
    .slice(0, 300)

/** A stack begins with the message, as it was. */
const framesOf = (stack: string): string =>
  stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 12)
    .join('\n')
