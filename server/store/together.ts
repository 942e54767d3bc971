/**
 * Waits for statements that were all sent before the first was answered, and rejects as the first that failed. It waits
 * for the others even then: none may run on when its transaction is over.
 */
export const together = async <T extends readonly unknown[]>(
  all: {
    readonly [K in keyof T]: Promise<T[K]>
  },
): Promise<T> => {
  // Asked for now: of promises that are all settled it would name the foremost one, which may only have followed.
  const done = Promise.all(all)
  await Promise.allSettled([done, ...all])
  return done
}
