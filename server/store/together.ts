/**
 * Waits for statements that were all sent before the first was answered, and rejects as the first that failed. It waits
 * for the others even then: none may run on when its transaction is over.
 */
export const together = async <T extends readonly unknown[]>(
  all: {
    readonly [K in keyof T]: Promise<T[K]>
  },
): Promise<T> => {
  await Promise.allSettled(all)
  return Promise.all(all)
}
