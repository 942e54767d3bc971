import { type ReadonlySignal, signal } from '@preact/signals'
import { ApiError } from './api.ts'

/** Something fetched that may be fetched again: the last good value stays while a newer one is on its way. */
export type Resource<T> = {
  readonly value: ReadonlySignal<T | null>
  readonly failure: ReadonlySignal<ApiError | null>
  /** Fetches; calls made meanwhile are answered by one more fetch, so that nothing older than the call is kept. */
  readonly refresh: () => Promise<void>
  /** Puts in what another answer already told. */
  readonly set: (value: T | null) => void
}

export const asApiError = (cause: unknown): ApiError =>
  cause instanceof ApiError ? cause : new ApiError('broken', 'Something failed in this page.', { cause })

export const createResource = <T>(load: () => Promise<T>): Resource<T> => {
  const value = signal<T | null>(null)
  const failure = signal<ApiError | null>(null)
  let running: Promise<void> | null = null
  let again = false

  const run = async () => {
    do {
      again = false
      try {
        value.value = await load()
        failure.value = null
      } catch (cause) {
        failure.value = asApiError(cause)
      }
    } while (again)
    running = null
  }

  return {
    value,
    failure,
    refresh() {
      if (running) again = true
      else running = run()
      return running ?? Promise.resolve()
    },
    set(next) {
      value.value = next
      failure.value = null
    },
  }
}
