import { setTimeout as after } from 'node:timers/promises'
import type { Chromium } from './chromium.ts'
import { EVENT, type Receiver } from './receiver.ts'
import type { Script } from './scripts.ts'
import { openTab } from './tab.ts'

type Tracked = { receiver: string; track?: (name: string, n: number) => void }

/** Longer than any of them gathers events before it sends. */
const QUIET_AFTER = 6000
const LOADED_AFTER = 2500

/*
 * What runs in the page. The functions go there as text, so they use nothing from outside.
 */

const load = ([receiver, src]: readonly [string, string]) => {
  const page = globalThis as unknown as Tracked
  page.receiver = receiver
  return new Promise((done) => {
    const script = document.createElement('script')
    script.src = src
    script.dataset['key'] = 'pk_bench'
    script.addEventListener('load', () => done(null))
    document.head.append(script)
  })
}

/** `count` events, `gap` ms apart; 0: in one turn of the event loop. */
const send = async ([name, count, gap]: readonly [string, number, number]) => {
  const track = (globalThis as unknown as Tracked).track ?? (() => {})
  for (let n = 0; n < count; n++) {
    track(name, n)
    if (gap) await new Promise((next) => setTimeout(next, gap))
  }
}

/** us of one call: means of ten in a row, because the clock steps by 5 us, with `rest` ms before each ten (0: none). */
const timeCalls = async ([name, rounds, rest]: readonly [string, number, number]) => {
  const track = (globalThis as unknown as Tracked).track ?? (() => {})
  const took: number[] = []
  for (let round = 0; round < rounds; round++) {
    if (rest) await new Promise((next) => setTimeout(next, rest))
    const from = performance.now()
    for (let n = 0; n < 10; n++) track(name, n)
    took.push((performance.now() - from) * 100)
  }
  return took
}

/** A quiet page with one tracker. */
export const visit = async (chromium: Chromium, receiver: Receiver, script: Script, slower = 1) => {
  const { close, mainThread, run, slowDown } = await openTab(chromium, receiver.page)
  const cpu = async (work: () => Promise<unknown>, quietAfter: number) => {
    const before = await mainThread()
    await work()
    await after(quietAfter)
    return (await mainThread()) - before
  }

  await slowDown(slower)
  await after(1000)
  receiver.take()
  return {
    run,
    /** CPU (ms) from the script tag until it has run, and until all is quiet. */
    async start() {
      const before = await mainThread()
      await run(load, [receiver.url, `${receiver.url}/${script.name}.js`])
      const blocking = (await mainThread()) - before
      await after(LOADED_AFTER)
      return { blocking, all: (await mainThread()) - before }
    },
    /** CPU (ms) of so many events until all of them are sent. */
    send: (count: number, gap: number) => cpu(() => run(send, [EVENT, count, gap]), QUIET_AFTER),
    timeCalls: (rounds: number, rest: number) => run(timeCalls, [EVENT, rounds, rest]),
    close,
  }
}
