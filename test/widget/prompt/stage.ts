import axe from 'axe-core'
import { onTestFinished } from 'vitest'
import { cdp, page } from 'vitest/browser'
import * as form from '../../../widget/form/form.ts'
import type { ContactMessage, Listeners, Overlay } from '../../../widget/overlay.ts'
import { open } from '../../../widget/prompt/open.ts'
import { CASES } from './cases.ts'

/** What the overlay reported, in order: `shown`, `later`, `close`, `mute`, `action:<label>`. */
export type Reports = string[]

/** Where the formats go that stand at something of the page, unless the test says so itself. */
const placed = (format?: string): Partial<Overlay> => {
  if (format !== 'popover' && format !== 'slot') return {}
  const target = document.createElement(format === 'slot' ? 'tidemark-slot' : 'button')
  target.textContent = format === 'slot' ? '' : 'Export'
  document.body.append(target)
  onTestFinished(() => target.remove())
  return { target }
}

/** Opens the modal of a reached limit, changed as the test says; it is gone when the test ends. */
export const show = (change: Partial<Overlay> = {}, listen: Partial<Listeners> = {}) => {
  const reports: Reports = []
  const messages: ContactMessage[] = []
  const overlay = open(
    { ...CASES['limit reached'], ...(change.target ? {} : placed(change.format)), ...change },
    {
      onShown: () => reports.push('shown'),
      onAction: ({ label }) => reports.push(`action:${label}`),
      onLater: () => reports.push('later'),
      onClose: () => reports.push('close'),
      onMute: () => reports.push('mute'),
      onContact: async (message) => {
        messages.push(message)
        return 'sent'
      },
      loadForm: () => Promise.resolve(form),
      ...listen,
    },
  )
  const host = [...document.querySelectorAll<HTMLElement>('tidemark-overlay')].at(-1)
  if (!host?.shadowRoot) throw new Error('No overlay was opened')
  onTestFinished(() => {
    overlay.close()
    document.querySelectorAll('tidemark-overlay').forEach((other) => other.remove())
  })
  return { close: () => overlay.close(), host, shadow: host.shadowRoot, reports, messages }
}

/** The host's page for one test. */
export const hostPage = (html: string): void => {
  document.body.innerHTML = html
  onTestFinished(() => {
    document.body.innerHTML = ''
  })
}

/** CSS of the host's page for one test. */
export const hostStyles = (css: string): void => {
  const style = document.head.appendChild(document.createElement('style'))
  style.textContent = css
  onTestFinished(() => style.remove())
}

/** Emulates what a system or printer asks of pages, for one test. */
export const emulate = async (media: string, features: Record<string, string> = {}): Promise<void> => {
  onTestFinished(() => setMedia('', {}))
  await setMedia(media, features)
}

/** Without motion: what is measured or judged must not be on its way. */
export const still = () => emulate('screen', { 'prefers-reduced-motion': 'reduce' })

const setMedia = async (media: string, features: Record<string, string>): Promise<void> => {
  const values = Object.entries(features).map(([name, value]) => ({ name, value }))
  await cdp().send('Emulation.setEmulatedMedia', { media, features: values })
}

/** The size of the window for one test; 320 x 256 is 1280 x 1024 at 400 % zoom. */
export const windowSize = async (width: number, height: number): Promise<void> => {
  onTestFinished(() => page.viewport(1280, 800))
  await page.viewport(width, height)
}

export const button = (name: string) => page.getByRole('button', { name, exact: true })
export const link = (name: string) => page.getByRole('link', { name, exact: true })

/** What axe finds in the whole page, or in one element of it. */
export const axeProblems = async (within?: string) => {
  const { violations } = await axe.run(within ?? document, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    // Of the test page around it, which is no whole document.
    rules: { 'page-has-heading-one': { enabled: false }, 'landmark-one-main': { enabled: false } },
  })
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => [id, html, failureSummary]),
  )
}

/** The two frames until the browser has painted what a script just changed. */
export const painted = (): Promise<void> =>
  new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve())))

/** The element that has the focus, looked up through open shadow roots. */
export const focused = (): Element | null => {
  let element = document.activeElement
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement
  return element
}
