import type { Chromium } from './chromium.ts'

/** A page in a profile of its own, and the clock of its main thread. */
export const openTab = async (chromium: Chromium, url: string) => {
  const { browserContextId } = await chromium.send<{ browserContextId: string }>(
    'Target.createBrowserContext',
  )
  const { targetId } = await chromium.send<{ targetId: string }>('Target.createTarget', {
    url: 'about:blank',
    browserContextId,
    width: 1280,
    height: 800,
  })
  const { sessionId } = await chromium.send<{ sessionId: string }>('Target.attachToTarget', {
    targetId,
    flatten: true,
  })
  const command = <Result>(method: string, params: object = {}) =>
    chromium.send<Result>(method, params, sessionId)

  const run = async <Given, Result>(work: (given: Given) => Result, given: Given) => {
    const { result } = await command<{ result: { value: Awaited<Result> } }>('Runtime.evaluate', {
      expression: `(${work.toString()})(${JSON.stringify(given)})`,
      awaitPromise: true,
      returnByValue: true,
    })
    return result.value
  }
  /** CPU so far, in ms: of the main thread's tasks, on the thread's own clock. */
  const mainThread = async () => {
    const { metrics } = await command<{ metrics: { name: string; value: number }[] }>(
      'Performance.getMetrics',
    )
    return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0) * 1000
  }
  // Answered when the page is there: what is run before that would go with the blank one.
  await command('Page.navigate', { url })
  await command('Performance.enable', { timeDomain: 'threadTicks' })
  return {
    /** Runs a function there: it goes as text, so it uses nothing from outside. */
    run,
    mainThread,
    slowDown: (rate: number) => command('Emulation.setCPUThrottlingRate', { rate }),
    close: () => chromium.send('Target.disposeBrowserContext', { browserContextId }),
  }
}
