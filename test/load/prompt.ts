import { setTimeout as pass } from 'node:timers/promises'
import type { Prompt } from '../../server/wire/prompt.ts'
import { SNIPPET, STUB, startSite } from '../e2e/delivery/site.ts'
import { type Chromium, startChromium } from './widget/chromium.ts'
import { openTab } from './widget/tab.ts'

/** A developer's machine is about four times as fast as a mid-range phone. */
const THROTTLE = 4
const ROUNDS = 5
/** `gate` was asked for, so it shows at once; the others wait for the lock that all tabs share. */
const PROMPTS = {
  modal: { kind: 'gate', feature: 'modal' },
  popover: { kind: 'gate', feature: 'popover' },
  'slide-in': { kind: 'event', event: 'slide-in' },
  banner: { kind: 'event', event: 'banner' },
} as const satisfies Partial<Record<Prompt['format'], Prompt['trigger']>>
type Measured = keyof typeof PROMPTS
const FORMATS = Object.keys(PROMPTS) as Measured[]

const prompt = (format: Measured): Prompt => ({
  id: format,
  format,
  trigger: PROMPTS[format],
  ...(format === 'popover' && { target: 'h1' }),
  title: 'Single sign-on comes with Pro',
  body: 'Your team signs in with the account it already has.',
  benefits: ['SAML and OpenID Connect', 'Roles from your directory', 'An audit trail'],
  primary: { kind: 'link', label: 'See plans', url: '/plans' },
  secondary: { kind: 'contact', label: 'Talk to sales' },
})

/** A product's page of an ordinary size, so that styles and layout have something to do. */
const ROWS = Array.from({ length: 400 }, (_, n) => `<tr><td>Company ${n}<td>Owner ${n % 7}<td>${n * 37}</tr>`)
const HOST = `<style>body { font: 14px/1.5 system-ui; margin: 24px } td { padding: 8px; border-bottom: 1px solid #ddd }</style>
  <main><h1>Companies</h1><table>${ROWS.join('')}</table></main>`

type Painted = { readonly from: number; readonly after: number; readonly frames: number }
/** `busy`: what the page's own thread worked meanwhile (ms at the throttled speed), whatever else the machine did. */
type Showing = Painted & { readonly busy: number; readonly shift: number }

type Wanted = { readonly call: readonly string[] | null; readonly counted: boolean }

/**
 * In the page: from the call that makes a prompt due to the end of the frame that paints it (ms), and how many frames
 * that took. Without a call: what the browser itself takes for an empty dialog on this machine, now. Frames are
 * `counted` only where few are expected: each that is asked for while chunks are fetched costs the page some
 * milliseconds, which no visitor pays, and the bare dialog beside it does not either.
 */
const measure = async ({ call, counted }: Wanted): Promise<Painted> => {
  let frames = 0
  await new Promise((next) => requestAnimationFrame(next))
  const from = performance.now()
  const painted = new Promise<number>((resolve) => {
    const frame = () => {
      frames += 1
      const overlay = document.querySelector('tidemark-overlay')?.shadowRoot?.querySelector('.surface')
      const surface = overlay ?? document.querySelector('dialog')
      if (!surface?.checkVisibility()) {
        requestAnimationFrame(frame)
        return
      }
      const { port1, port2 } = new MessageChannel()
      // A message that is posted in a frame arrives when the frame is painted.
      port1.addEventListener('message', () => resolve(performance.now()))
      port1.start()
      port2.postMessage(0)
    }
    if (counted || !call) {
      requestAnimationFrame(frame)
      return
    }
    const observer = new MutationObserver(() => {
      if (!document.querySelector('tidemark-overlay')) return
      observer.disconnect()
      requestAnimationFrame(frame)
    })
    observer.observe(document.documentElement, { childList: true })
  })
  if (call) (globalThis as unknown as Page).tidemark?.(...call)
  else {
    const dialog = document.createElement('dialog')
    dialog.append('Single sign-on comes with Pro', document.createElement('button'))
    document.body.append(dialog)
    dialog.showModal()
  }
  return { from, after: (await painted) - from, frames }
}
/** In the page: how much of the layout shifted since then, until a moment later. */
const shiftSince = async (from: number): Promise<number> => {
  let shift = 0
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as (PerformanceEntry & { value: number })[])
      if (entry.startTime >= from) shift += entry.value
  }).observe({ type: 'layout-shift', buffered: true })
  await new Promise((next) => setTimeout(next, 300))
  return shift
}
type Page = { readonly tidemark?: (...args: unknown[]) => void }

/** In the page: resolves when the configuration is here, or what draws is, once a limit is near. */
const settle = async (preloaded: boolean) => {
  const pause = () => new Promise((next) => setTimeout(next, 50))
  const call = (...args: unknown[]) => (globalThis as unknown as Page).tidemark?.(...args)
  const status = () =>
    new Promise((answer) => call('gate', 'nothing', (given: { status: string }) => answer(given.status)))
  const isDrawable = () =>
    performance.getEntriesByType('resource').some(({ name }) => name.includes('/prompt-'))
  while (!(globalThis as unknown as Page).tidemark) await pause()
  while ((await status()) !== 'open') await pause()
  if (!preloaded) return
  call('limit', 'records', { used: 95, max: 100 })
  while (!isDrawable()) await pause()
}

/** `preloaded`: the prompt's chunk is here too, as when a limit is near. `rate`: how much slower the CPU is made. */
type Asked = { readonly format: Measured | null; readonly preloaded: boolean; readonly rate: number }

/**
 * One showing to a new visitor whose configuration is here. Chromium is spoken to directly: a test driver makes the
 * browser note the stack of every request.
 */
const showing = async (chromium: Chromium, url: string, { format, preloaded, rate }: Asked) => {
  const { close, mainThread, run, slowDown } = await openTab(chromium, url)
  await run(settle, preloaded)
  // Evaluated, and the browser at rest.
  await pass(300)
  await slowDown(rate)
  const before = await mainThread()
  const call = format && (PROMPTS[format].kind === 'gate' ? ['gate', format] : ['track', format])
  const painted = await run(measure, { call, counted: preloaded })
  const busy = (await mainThread()) - before
  const shift = await run(shiftSince, painted.from)
  await close()
  return { ...painted, busy, shift }
}

const sorted = (values: readonly number[]) => values.toSorted((a, b) => a - b)
const median = (values: readonly number[]) => sorted(values)[Math.floor(values.length / 2)] ?? Number.NaN

type Case = Asked & { readonly showings: Showing[] }

const report = ({ format, preloaded, rate, showings }: Case): void => {
  const times = sorted(showings.map(({ after }) => after)).map((time) => time.toFixed(0))
  const counts = sorted(showings.map(({ frames }) => frames))
  const busy = median(showings.map((each) => each.busy))
  const shift = Math.max(...showings.map((each) => each.shift))
  const way = !format ? 'bare' : preloaded ? 'preloaded' : 'not preloaded'
  const frames = preloaded ? `, frames ${median(counts)} (${counts[0]}-${counts.at(-1)})` : ''
  console.log(
    `${(format ?? '<dialog>').padEnd(9)} ${way.padEnd(13)} CPU 1/${rate}: trigger to paint ${median(showings.map(({ after }) => after)).toFixed(0)} ms (${times[0]}-${times.at(-1)}), of it busy ${busy.toFixed(0)} ms${frames}, layout shift ${shift.toFixed(4)}`,
  )
}

/**
 * From a trigger to the first paint of a prompt, its chunk fetched or not, and the layout shift. In each round all take
 * their turn, so that whatever else the machine does falls on all alike.
 */
export const benchPrompt = async (): Promise<void> => {
  const near: Prompt = { ...prompt('modal'), id: 'near', trigger: { kind: 'limit', limit: '*', at: 1 } }
  const site = await startSite({ prompts: [...FORMATS.map(prompt), near] })
  const url = site.serve('/product', { html: HOST + STUB + SNIPPET })
  const bare: Asked = { format: null, preloaded: false, rate: THROTTLE }
  const cases: Case[] = [
    bare,
    ...FORMATS.flatMap((format): Asked[] => [
      { format, preloaded: false, rate: THROTTLE },
      { format, preloaded: true, rate: THROTTLE },
      { format, preloaded: true, rate: 1 },
    ]),
  ].map((asked) => ({ ...asked, showings: [] }))
  const chromium = await startChromium()
  try {
    // The first of all finds a browser that has drawn nothing yet.
    await showing(chromium, url, bare)
    for (let i = 0; i < ROUNDS; i++)
      for (const each of cases) each.showings.push(await showing(chromium, url, each))
    cases.forEach(report)
  } finally {
    await chromium.close()
    await site.close()
  }
}
