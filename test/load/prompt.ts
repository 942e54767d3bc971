import { type Browser, chromium } from '@playwright/test'
import type { Prompt } from '../../server/wire/prompt.ts'
import { SNIPPET, STUB, startSite } from '../e2e/delivery/site.ts'
import { CHROMIUM_ARGS, chromiumPath } from '../run/chromium.ts'

/** A developer's machine is about four times as fast as a mid-range phone. */
const THROTTLE = 4
const ROUNDS = 7
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

type Painted = { readonly after: number; readonly frames: number }
/** `busy`: what the page's own thread worked meanwhile (ms at the throttled speed), whatever else the machine did. */
type Showing = Painted & { readonly busy: number; readonly shift: number }

/**
 * In the page: from the call that makes a prompt due to the end of the frame that paints it (ms), and how many frames
 * that took. Without a call: what the browser itself takes for an empty dialog on this machine, now.
 */
const measure = async (call: readonly string[] | null): Promise<Painted> => {
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
    requestAnimationFrame(frame)
  })
  if (call) (globalThis as unknown as Page).tidemark(...call)
  else {
    const dialog = document.createElement('dialog')
    dialog.append('Single sign-on comes with Pro', document.createElement('button'))
    document.body.append(dialog)
    dialog.showModal()
  }
  return { after: (await painted) - from, frames }
}
/** In the page: how much of the layout shifted, a moment after. */
const shiftSince = async (): Promise<number> => {
  let shift = 0
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as (PerformanceEntry & { value: number })[]) shift += entry.value
  }).observe({ type: 'layout-shift', buffered: true })
  await new Promise((next) => setTimeout(next, 300))
  return shift
}
type Page = { readonly tidemark: (...args: unknown[]) => void }

/** A new visitor whose configuration is here. `preloaded`: the prompt's chunk too, as when a limit is near. */
const visit = async (browser: Browser, url: string, preloaded: boolean) => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
  const page = await context.newPage()
  await page.goto(url)
  // It answers once the configuration is here.
  await page.evaluate(async () => {
    const status = () =>
      new Promise<string>((resolve) => {
        const hear = (answer: { status: string }) => resolve(answer.status)
        ;(globalThis as unknown as Page).tidemark('gate', 'nothing', hear)
      })
    while ((await status()) !== 'open') await new Promise((next) => setTimeout(next, 50))
  })
  if (preloaded) {
    const chunk = page.waitForResponse(/prompt-/)
    await page.evaluate(() =>
      (globalThis as unknown as Page).tidemark('limit', 'records', { used: 95, max: 100 }),
    )
    await (await chunk).finished()
    // Evaluated, and the browser at rest.
    await page.waitForTimeout(500)
  }
  const session = await context.newCDPSession(page)
  await session.send('Emulation.setCPUThrottlingRate', { rate: THROTTLE })
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  const busy = async () => {
    const { metrics } = await session.send('Performance.getMetrics')
    return 1000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN)
  }
  return { page, busy }
}

const showing = async (browser: Browser, url: string, format: Measured | null, preloaded: boolean) => {
  const { page, busy } = await visit(browser, url, preloaded)
  const before = await busy()
  const call = format && (PROMPTS[format].kind === 'gate' ? ['gate', format] : ['track', format])
  const painted = await page.evaluate(measure, call)
  const worked = (await busy()) - before
  const shift = await page.evaluate(shiftSince)
  await page.context().close()
  return { ...painted, busy: worked, shift }
}

const sorted = (values: readonly number[]) => values.toSorted((a, b) => a - b)
const median = (values: readonly number[]) => sorted(values)[Math.floor(values.length / 2)] ?? Number.NaN

const report = (format: string, way: string | null, showings: readonly Showing[]): void => {
  const times = sorted(showings.map(({ after }) => after)).map((time) => time.toFixed(0))
  const frames = median(showings.map((each) => each.frames))
  const busy = median(showings.map((each) => each.busy))
  const shift = Math.max(...showings.map((each) => each.shift))
  console.log(
    `${format.padEnd(9)} ${(way ?? 'bare').padEnd(13)} trigger to paint ${median(showings.map(({ after }) => after)).toFixed(0)} ms (${times[0]}-${times.at(-1)}), of it busy ${busy.toFixed(0)} ms, frames ${frames}, layout shift ${shift.toFixed(4)}`,
  )
}

/** From a trigger to the first paint of a prompt at a throttled CPU, its chunk fetched or not, and the layout shift. */
export const benchPrompt = async (): Promise<void> => {
  const near: Prompt = { ...prompt('modal'), id: 'near', trigger: { kind: 'limit', limit: '*', at: 1 } }
  const site = await startSite({ prompts: [...FORMATS.map(prompt), near] })
  const url = site.serve('/product', { html: HOST + STUB + SNIPPET })
  const executablePath = chromiumPath()
  const browser = await chromium.launch({
    args: [...CHROMIUM_ARGS],
    ...(executablePath && { executablePath }),
  })
  try {
    for (const format of [null, ...FORMATS])
      for (const preloaded of format ? [false, true] : [false]) {
        const showings: Showing[] = []
        for (let i = 0; i < ROUNDS; i++) showings.push(await showing(browser, url, format, preloaded))
        report(format ?? '<dialog>', format && (preloaded ? 'preloaded' : 'not preloaded'), showings)
      }
  } finally {
    await browser.close()
    await site.close()
  }
}
