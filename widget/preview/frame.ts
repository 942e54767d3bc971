import type { Fields } from '../../server/wire/event.ts'
import { draw } from '../copy.ts'
import * as form from '../form/form.ts'
import type { Moments } from '../host.ts'
import { createMoments } from '../moments.ts'
import type { Listeners, Overlay } from '../overlay.ts'
import { open } from '../prompt/open.ts'
import { written } from '../written.ts'
import type { Answer, Deed, Drawing, Live, Order, Sent } from './messages.ts'
import { momentFor, SOMEBODY } from './sample.ts'
import { createTestHost } from './test-host.ts'
import { withoutFocus } from './without-focus.ts'

/*
 * A page of its own, in a frame: the prompts' real code over a product that is only hinted at. It draws what the page
 * around it orders, follows no link and sends nothing.
 */

const page = globalThis.parent
const tell = (answer: Answer) => page.postMessage(answer, location.origin)

// Where a call to action leads is somebody else's page.
document.addEventListener('click', (event) => {
  if (event.composedPath().some((each) => each instanceof HTMLAnchorElement)) event.preventDefault()
})

let shut = () => {}

const dress = (scheme: 'light' | 'dark') => {
  document.documentElement.dataset['scheme'] = scheme
  document.documentElement.style.colorScheme = scheme
}

const placeFor = (format: string) =>
  format === 'popover' || format === 'slot' ? document.querySelector(`#${format}`) : null

const drawOne = ({ config, promptId, scheme, locale, variant, contact, ...rest }: Drawing) => {
  shut()
  dress(scheme)
  const prompt = config.prompts.find(({ id }) => id === promptId)
  if (!prompt) return
  const reply = contact ? { prompts: [], state: {}, contact } : undefined
  const who = { ...SOMEBODY, traits: { ...SOMEBODY.traits, locale } }
  const moment = momentFor(prompt, Date.now())
  const brand = { ...config.brand, scheme }
  const person = { who, config: { ...config, brand }, reply, variant: variant ?? undefined }
  const drawn = written(draw, { prompt, moment }, person)
  if (!drawn) return
  const nothing = () => {}
  let wake = () => {}
  const listeners: Listeners = {
    onShown: () => {
      if (rest.form) openForm(drawn.overlay)
      // The form is there in the next turn.
      setTimeout(wake)
      tell({ kind: 'drawn' })
    },
    onAction: () => true,
    onLater: nothing,
    onClose: nothing,
    onMute: nothing,
    onContact: () => Promise.resolve('sent'),
    loadForm: () => Promise.resolve(form),
  }
  wake = withoutFocus(() => {
    const opened = open({ ...drawn.overlay, target: placeFor(drawn.overlay.format) }, listeners)
    shut = () => opened.close()
  })
}

const openForm = ({ primary, secondary }: Overlay) => {
  const label = [primary, secondary].find((action) => action?.kind === 'contact')?.label
  const root = document.querySelector('tidemark-overlay')?.shadowRoot
  const buttons = [...(root?.querySelectorAll('button') ?? [])]
  buttons.find(({ textContent }) => textContent === label)?.click()
}

let act: (deed: Deed) => Promise<void> = () => Promise.resolve()

const goLive = async ({ config, scheme }: Live) => {
  shut()
  dress(scheme)
  const sent: Sent[] = []
  let now = Date.now()
  let live: Moments | undefined
  const report = async () => tell({ kind: 'state', now, sent, explained: (await live?.explain()) ?? [] })
  const onEvent = (event: string, properties: Fields) => {
    sent.push({ at: now, event, properties })
    live?.observe(event, properties)
    void report()
  }
  const host = createTestHost({ config, now: () => now, onEvent })
  const moments = await createMoments(host)
  live = moments
  act = async (deed) => {
    if (deed.kind === 'limit') moments.limit(deed.limit, { used: deed.used, max: deed.max })
    else if (deed.kind === 'gate') moments.gate(deed.feature)
    else if (deed.kind === 'track') onEvent(deed.event, {})
    else if (deed.kind === 'show') await moments.show(deed.promptId)
    else now += deed.after
    await report()
  }
  await report()
}

globalThis.addEventListener('message', ({ data, origin, source }: MessageEvent<Order>) => {
  if (origin !== location.origin || source !== page) return
  if (data.kind === 'draw') drawOne(data)
  else if (data.kind === 'live') void goLive(data)
  else void act(data.deed)
})
tell({ kind: 'ready' })
