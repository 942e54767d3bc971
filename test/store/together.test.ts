import { expect, test } from 'vitest'
import { together } from '../../server/store/together.ts'

const after = (ms: number, message: string): Promise<never> =>
  new Promise((_done, fail) => {
    setTimeout(() => fail(new Error(message)), ms)
  })

/** Postgres refuses all that follows a statement that failed in a transaction: only the first one says why. */
test('of several that fail the first in time is told, wherever it stands', async () => {
  await expect(together([after(20, 'aborted'), after(1, 'deadlock'), Promise.resolve(1)])).rejects.toThrow(
    'deadlock',
  )
})
