import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { CASES } from './cases.ts'
import { button, focused, hostPage, hostStyles, painted, show, windowSize } from './stage.ts'

const FORMATS = ['modal', 'slide-in', 'banner'] as const

const look = (shadow: ShadowRoot) =>
  ['.surface', 'h2', '.primary', '.quiet', '.bar'].map((selector) => {
    const element = shadow.querySelector(selector)
    if (!element) throw new Error(selector)
    const { color, backgroundColor, fontFamily, fontSize, padding, borderRadius } = getComputedStyle(element)
    const { width, height } = element.getBoundingClientRect()
    return { color, backgroundColor, fontFamily, fontSize, padding, borderRadius, width, height }
  })

describe.each(FORMATS)('a %s', (format) => {
  it.each([
    '* { all: unset !important }',
    'body *, tidemark-overlay, ::before { all: unset; display: none !important; font: 40px fantasy !important; color: red !important }',
    'html { font-size: 62.5%; line-height: 3; letter-spacing: 9px; text-transform: uppercase; zoom: 1 }',
    'button, a, h2, p, ul, dialog, section, [popover] { display: none !important; position: static !important }',
    'tidemark-overlay { position: absolute !important; left: -9999px !important; opacity: 0 !important }',
  ])('looks the same under %s', async (css) => {
    const settled = { brand: { scheme: 'light' as const }, format }
    const plain = show(settled)
    await Promise.all(plain.shadow.getAnimations().map((move) => move.finished))
    const before = look(plain.shadow)
    hostStyles(css)
    const { shadow } = show(settled)
    await Promise.all(shadow.getAnimations().map((move) => move.finished))
    expect(look(shadow)).toEqual(before)
    expect(shadow.querySelector('.surface')?.checkVisibility({ opacityProperty: true })).toBe(true)
  })

  it('keeps what is typed and pressed in it from the shortcuts of the page', async () => {
    const heard: string[] = []
    const hear = (event: KeyboardEvent) => heard.push(event.key)
    for (const capture of [true, false]) {
      document.addEventListener('keydown', hear, capture)
      document.addEventListener('keyup', hear, capture)
      onTestFinished(() => {
        document.removeEventListener('keydown', hear, capture)
        document.removeEventListener('keyup', hear, capture)
      })
    }
    const { close } = show({ format })
    await button('Talk to sales').click()
    const message = page.getByRole('textbox', { name: 'Message' })
    await message.click()
    await userEvent.keyboard('k?')
    await expect.element(message).toHaveValue('k?')
    expect(heard).toEqual([])
    close()
    await userEvent.keyboard('k')
    expect(heard).toContain('k')
  })

  it('works with an address bar full of rules: strict CSP and Trusted Types', async () => {
    const frame = document.createElement('iframe')
    frame.srcdoc = `<!doctype html><html lang="en"><head>
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self'; connect-src 'self' ws:;
        style-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'"></head>
      <body data-format="${format}"><script type="module" src="${new URL('./strict.ts', import.meta.url).href}"></script></body></html>`
    document.body.append(frame)
    onTestFinished(() => frame.remove())
    await vi.waitFor(() => expect(frame.contentDocument?.body.dataset['done']).toBe('yes'), {
      timeout: 10_000,
    })
    expect(frame.contentDocument?.body.dataset['violations']).toBe('')
    const primary = frame.contentDocument
      ?.querySelector('tidemark-overlay')
      ?.shadowRoot?.querySelector('.primary')
    expect(primary && frame.contentWindow?.getComputedStyle(primary).borderRadius).toContain('8px')
  })
})

const cover = () => {
  hostPage('<div id="cover" style="position:fixed;inset:0;z-index:2147483647;background:#fff"></div>')
  document.documentElement.style.transform = 'translateX(40px)'
  onTestFinished(() => {
    document.documentElement.style.transform = ''
  })
}
const onTop = (shadow: ShadowRoot) => {
  const { left, top, width } = shadow.querySelector('h2')?.getBoundingClientRect() ?? new DOMRect()
  const host = document.elementFromPoint(left + width / 2, top + 4)
  return host === shadow.host
}
const banner = () => show(CASES['limit near'])
const box = (selector: string) => document.querySelector(selector)?.getBoundingClientRect() ?? new DOMRect()

describe('what the page puts in front', () => {
  it.each(['modal', 'slide-in'] as const)(
    'a %s stands above the highest z-index, also in a transformed page',
    (format) => {
      cover()
      const { shadow } = show({ format })
      expect(onTop(shadow)).toBe(true)
      const { right, bottom } = shadow.querySelector('.surface')?.getBoundingClientRect() ?? new DOMRect()
      expect([right <= innerWidth, bottom <= innerHeight]).toEqual([true, true])
    },
  )

  it('a modal opens above the dialog of the page and gives the focus back to it', async () => {
    hostPage('<dialog><button>Save</button></dialog>')
    document.querySelector('dialog')?.showModal()
    const { shadow } = show()
    expect(onTop(shadow)).toBe(true)
    await userEvent.keyboard('{Escape}')
    await vi.waitFor(() => expect(focused()?.textContent).toBe('Save'))
    expect(document.querySelector('dialog')?.open).toBe(true)
  })

  it.each(['close', 'remove'] as const)(
    'a slide-in waits while the page shows a dialog, until %s',
    async (way) => {
      hostPage('<dialog><button>Save</button></dialog>')
      const dialog = document.querySelector('dialog')
      dialog?.showModal()
      const { shadow, reports } = show(CASES.pricing)
      await painted()
      expect(shadow.querySelector('.surface')?.checkVisibility()).toBe(false)
      expect(reports).toEqual([])
      dialog?.[way]()
      await vi.waitFor(() => expect(reports).toEqual(['shown']))
      await button('Talk to sales').click()
    },
  )

  it('a slide-in waits for a dialog inside a shadow root too', async () => {
    hostPage('<div id="app"></div>')
    const app = document.querySelector('#app')?.attachShadow({ mode: 'open' })
    const dialog = document.createElement('dialog')
    dialog.append(document.createElement('button'))
    app?.append(dialog)
    dialog.showModal()
    const { reports } = show(CASES.pricing)
    await painted()
    expect(reports).toEqual([])
    dialog.close()
    await vi.waitFor(() => expect(reports).toEqual(['shown']))
  })

  it('survives that the page replaces its whole body', async () => {
    const { shadow, reports } = show()
    const body = document.body
    document.body.replaceWith(document.createElement('body'))
    expect(onTop(shadow)).toBe(true)
    await button('Later').click()
    expect(reports).toEqual(['shown', 'later'])
    document.body.replaceWith(body)
  })

  it.each([...FORMATS, 'popover', 'slot'] as const)(
    'a %s that the page takes out is gone, and says so',
    async (format) => {
      const gone = vi.fn()
      const { host, close, reports } = show({ format }, { onGone: gone })
      await vi.waitFor(() => expect(reports).toEqual(['shown']))
      host.remove()
      await vi.waitFor(() => expect(gone).toHaveBeenCalledOnce())
      expect(reports).toEqual(['shown'])
      expect(close).not.toThrow()
      await userEvent.keyboard('{Escape}')
      expect(reports).toEqual(['shown'])
    },
  )

  it('a popover goes with the dialog that it stands in', async () => {
    hostPage('<div id="around"><dialog><button id="save">Save</button></dialog></div>')
    document.querySelector('dialog')?.showModal()
    const gone = vi.fn()
    show({ format: 'popover', target: document.querySelector('#save') }, { onGone: gone })
    document.querySelector('#around')?.remove()
    await vi.waitFor(() => expect(gone).toHaveBeenCalledOnce())
  })
})

describe('a banner', () => {
  it.each(['block', 'flex', 'grid'])(
    'pushes a %s page down by its own height and covers nothing',
    (display) => {
      hostPage('<main style="height:2000px">Records</main>')
      hostStyles(`body { display: ${display}; margin: 8px }`)
      const before = box('main').top
      const { host } = banner()
      const { top, left, width, height } = host.getBoundingClientRect()
      expect([top, left, width]).toEqual([0, 0, document.documentElement.clientWidth])
      expect(box('main').top).toBeGreaterThanOrEqual(height)
      expect(box('main').top - before).toBeGreaterThanOrEqual(height - 8)
    },
  )

  it('gives the space back', async () => {
    hostPage('<main>Records</main>')
    const before = box('main').top
    const { close } = banner()
    close()
    await vi.waitFor(() => expect(box('main').top).toBe(before))
  })

  it('stands below a fixed header and beside a fixed side bar', () => {
    hostStyles(`body { margin: 0 }
      header { position: fixed; inset: 0 0 auto; height: 60px; background: #eee }
      nav { position: fixed; inset: 60px auto 0 0; width: 200px; background: #ddd }
      main { padding: 60px 0 0 200px }`)
    hostPage('<header>Meridian</header><nav>Companies</nav><main><p style="margin:0">Records</p></main>')
    const { shadow } = banner()
    const surface = shadow.querySelector('.surface')?.getBoundingClientRect() ?? new DOMRect()
    expect([surface.top, surface.left]).toEqual([60, 200])
    expect(box('p').top).toBe(surface.bottom)
    expect(document.elementFromPoint(100, 20)?.localName).toBe('header')
  })

  it('shortens an app that fills the window, and follows its own height', async () => {
    await windowSize(1000, 600)
    hostStyles(`html, body { height: 100%; min-height: 100vh; margin: 0; overflow: hidden }
      #app { height: 100%; display: flex; flex-direction: column } footer { margin-top: auto }`)
    hostPage('<div id="app"><main>Records</main><footer>12 records</footer></div>')
    const { close, host } = show({ format: 'banner' })
    expect(host.dataset['format']).toBe('banner')
    await painted()
    expect(box('footer').bottom).toBeLessThanOrEqual(600)
    await button('Talk to sales').click()
    await vi.waitFor(() => expect(host.offsetHeight).toBeGreaterThan(200))
    await vi.waitFor(() => expect(box('footer').bottom).toBeLessThanOrEqual(600))
    close()
    await vi.waitFor(() => expect(document.body.style.height).toBe(''))
  })

  it('that takes the place of another keeps the page shortened', async () => {
    hostStyles('html, body { height: 100%; margin: 0; overflow: hidden } #app { height: 100% }')
    hostPage('<div id="app">Records</div>')
    banner()
    const { host } = banner()
    await Promise.all(document.getAnimations().map((move) => move.finished))
    await painted()
    expect(box('#app').bottom).toBeLessThanOrEqual(innerHeight)
    expect(document.body.style.height).toContain(`${host.offsetHeight}px`)
  })

  it.each([
    ['is fixed over the whole window', '#app { position: fixed; inset: 0 }'],
    ['cannot shrink', 'body { margin: 0; overflow: hidden } #app { height: 100vh }'],
  ])('slides in instead where the page %s', async (_, css) => {
    hostStyles(css)
    hostPage('<div id="app">Records</div>')
    const { host, shadow, reports } = banner()
    expect(host.dataset['format']).toBe('slide-in')
    expect(shadow.querySelector('.surface')?.matches(':popover-open')).toBe(true)
    await vi.waitFor(() => expect(reports).toEqual(['shown']))
    expect(box('#app').bottom).toBe(innerHeight)
  })

  it('counts as shown only once it is seen', async () => {
    hostPage('<main style="height:5000px">Records</main>')
    scrollTo(0, 2000)
    const { reports } = banner()
    await painted()
    expect(reports).toEqual([])
    scrollTo(0, 0)
    await vi.waitFor(() => expect(reports).toEqual(['shown']))
  })
})
