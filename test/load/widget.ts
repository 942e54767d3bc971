import { loadavg } from 'node:os'
import { setTimeout as after } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { type Chromium, startChromium } from './widget/chromium.ts'
import { type Receiver, startReceiver } from './widget/receiver.ts'
import { readScripts, type Script } from './widget/scripts.ts'
import { visit } from './widget/visit.ts'

/** Of five the medians differed by a third between runs. */
const LOADS = 9
const ROUNDS = 2
const EVENTS = 100
/** Spaced like somebody who works fast. */
const GAP = 20

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN
const quarter = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 2] ?? Number.NaN

/** Figures of one tracker, each measured several times. */
type Figures = Record<
  | 'run'
  | 'slowRun'
  | 'load'
  | 'slowLoad'
  | 'burst'
  | 'spaced'
  | 'call'
  | 'restedCall'
  | 'requests'
  | 'preflights'
  | 'bytes'
  | 'arrived',
  number[]
>
const none = (): Figures => ({
  run: [],
  slowRun: [],
  load: [],
  slowLoad: [],
  burst: [],
  spaced: [],
  call: [],
  restedCall: [],
  requests: [],
  preflights: [],
  bytes: [],
  arrived: [],
})

type Bench = { readonly chromium: Chromium; readonly receiver: Receiver }

const measureLoad = async ({ chromium, receiver }: Bench, script: Script, figures: Figures) => {
  for (const [slower, run, taken] of [
    [1, figures.run, figures.load],
    [4, figures.slowRun, figures.slowLoad],
  ] as const) {
    const page = await visit(chromium, receiver, script, slower)
    const { blocking, all } = await page.start()
    run.push(blocking)
    taken.push(all)
    await page.close()
  }
}
const measureEvents = async ({ chromium, receiver }: Bench, script: Script, figures: Figures) => {
  const page = await visit(chromium, receiver, script)
  await page.start()
  figures.burst.push(((await page.send(EVENTS, 0)) * 1000) / EVENTS)
  const { requests, preflights, bytes, events } = receiver.take()
  figures.requests.push(requests)
  figures.preflights.push(preflights)
  figures.bytes.push(bytes)
  figures.spaced.push(((await page.send(EVENTS, GAP)) * 1000) / EVENTS)
  figures.arrived.push(events, receiver.take().events)
  figures.call.push(...(await page.timeCalls(EVENTS / 10, 0)))
  await after(1000)
  figures.restedCall.push(...(await page.timeCalls(20, GAP)))
  await page.close()
}

const HEAD = [
  'tracker',
  'brotli bytes',
  'script ms',
  '4x slower ms',
  'load+init ms',
  '4x slower ms',
  'us/track(), burst',
  'us/track(), rested',
  'us/event, burst',
  'us/event, spaced',
  'requests',
  'preflights',
  'bytes sent',
  'arrived of 100',
]

const row = (script: Script, figures: Figures, nothing: Figures): (string | number)[] => {
  const over = (name: 'run' | 'slowRun' | 'load' | 'slowLoad' | 'burst' | 'spaced') =>
    median(figures[name]) - median(nothing[name])
  return [
    script.name,
    script.bytes,
    over('run').toFixed(1),
    over('slowRun').toFixed(1),
    over('load').toFixed(1),
    over('slowLoad').toFixed(1),
    quarter(figures.call).toFixed(1),
    quarter(figures.restedCall).toFixed(1),
    over('burst').toFixed(0),
    over('spaced').toFixed(0),
    median(figures.requests),
    median(figures.preflights),
    median(figures.bytes),
    Math.min(...figures.arrived),
  ]
}

const print = (rows: readonly (string | number)[][]) => {
  const wide = (column: number) => Math.max(...rows.map((each) => String(each[column]).length))
  for (const each of rows)
    console.log(`| ${each.map((cell, column) => String(cell).padStart(wide(column))).join(' | ')} |`)
}

/**
 * CPU of the page's main thread (the thread's own clock), less what the same page costs without a tracker. Script:
 * until it has run and the page may go on. Load + init: from the script tag until the page is quiet, with everything that the tracker fetches and evaluates by
 * itself. An event, all in: until it is sent, 100 in one burst and 100 spaced by 20 ms; each must have arrived.
 *
 * track(), in us, the quarter of the calls: inside a burst of 100, and after the page rested for 20 ms, when its first
 * calls run cold. The burst is what the bar of 5 us is about: a reference measurement of these peers (Plausible 51,
 * Snowplow 22, Segment 1,118, PostHog 235) was compared with calls of a burst timed one by one (245, 25, 1,120, 415 to
 * 705), with the means of ten in it (276, 27, 1,160, 670 to 700), ten after a rest (237, 40, 1,109, 720) and one after a
 * rest of 20 ms (605, 190, 1,265). Segment agrees anywhere, Snowplow in the burst alone; Plausible, which spends it in
 * fetch(), and PostHog take more here than there whatever the way.
 * `--only=tidemark,plausible` measures fewer; `--before=folder` also another build of ours, from its `dist/widget`.
 */
export const benchWidget = async (args: readonly string[] = []): Promise<void> => {
  const { only, before } = parseArgs({
    args: [...args],
    options: { only: { type: 'string' }, before: { type: 'string' } },
  }).values
  const names = only?.split(',')
  const all = await readScripts(before)
  const scripts = all.filter(
    ({ name }) => !names || names.includes(name) || ['nothing', 'before'].includes(name),
  )
  console.log(`load of the machine before: ${loadavg()[0]?.toFixed(1)}`)
  const receiver = await startReceiver(scripts)
  const chromium = await startChromium()
  const figures = new Map(scripts.map(({ name }) => [name, none()]))
  const of = (name: string) => figures.get(name) ?? none()
  try {
    // In turn, so that what else the machine does falls on all of them alike.
    for (let round = 0; round < LOADS; round++)
      for (const script of scripts) await measureLoad({ chromium, receiver }, script, of(script.name))
    for (let round = 0; round < ROUNDS; round++)
      for (const script of scripts) await measureEvents({ chromium, receiver }, script, of(script.name))
  } finally {
    await chromium.close()
    receiver.close()
  }
  const nothing = of('nothing')
  const rows = scripts.slice(1).map((script) => row(script, of(script.name), nothing))
  print([HEAD, ...rows])
  const ours = rows.find(([name]) => name === 'tidemark')
  console.log('times ours:')
  if (ours)
    print(
      rows.map((each) =>
        each.map((cell, column) => (column ? (Number(cell) / Number(ours[column])).toFixed(1) : cell)),
      ),
    )
}
