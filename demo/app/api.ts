/** What the backend refused, in words for the page. `code` tells `limit` and `gate` from the rest. */
export class ApiError extends Error {
  readonly code: string
  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

const OFFLINE = 'Regulars cannot be reached. Check your connection and try again.'

/** Asks the backend; throws an {@link ApiError} with words that can be shown. */
export const api = async <Answer>(
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  body?: object,
): Promise<Answer> => {
  const answer = await fetch(path, {
    method,
    ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  }).catch((cause: unknown) => {
    throw new ApiError('offline', OFFLINE, { cause })
  })
  const result = await answer.json()
  if (!answer.ok) throw new ApiError(result.error, result.message)
  return result
}

/** The words for whatever went wrong. */
export const wordsFor = (error: unknown): string =>
  error instanceof ApiError ? error.message : 'That did not work. Please try again.'
