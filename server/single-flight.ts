/**
 * Runs a task one at a time. Asked again while it runs, it runs once more afterwards, however often it was asked: no
 * call is lost and none piles up. The task catches its own errors.
 */
export const createSingleFlight = (task: () => Promise<void>) => {
  let running: Promise<void> | null = null
  let isAskedAgain = false

  const loop = async () => {
    do {
      isAskedAgain = false
      await task()
    } while (isAskedAgain)
    running = null
  }

  return {
    run: (): void => {
      if (running) isAskedAgain = true
      else running = loop()
    },
    /** Resolves when what runs now, and was asked for meanwhile, has ended. */
    idle: (): Promise<void> => running ?? Promise.resolve(),
  }
}
