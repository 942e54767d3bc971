import { describe, expect, it, vi } from 'vitest'
import { page } from 'vitest/browser'
import type { Listeners } from '../../../widget/overlay.ts'
import { CASES } from './cases.ts'
import {
  axeProblems,
  button,
  emulate,
  hostPage,
  hostStyles,
  painted,
  show,
  still,
  windowSize,
} from './stage.ts'

const openMenu = async () => {
  await button('More options').click()
  await page.getByText('Why am I seeing this?').click()
}
const openForm = () => button('Talk to sales').click()
const send = async () => {
  await openForm()
  await page.getByRole('textbox', { name: 'Message' }).fill('Hello')
  await button('Send message').click()
}

/** Every state that an overlay can be in, and the way there. */
const STATES: Record<string, { listen?: Partial<Listeners>; enter?: () => Promise<void>; seen: RegExp }> = {
  offer: { seen: /Pro keeps every record/ },
  menu: { enter: openMenu, seen: /Your plan includes/ },
  'form that did not load': {
    enter: openForm,
    listen: { loadForm: () => Promise.reject(new TypeError('Failed to fetch')) },
    seen: /did not load/,
  },
  form: { enter: openForm, seen: /Send message/ },
  'form with problems': {
    enter: async () => {
      await openForm()
      await button('Send message').click()
    },
    seen: /Write what you would like/,
  },
  sending: { enter: send, listen: { onContact: () => new Promise(() => {}) }, seen: /Sending/ },
  'sending failed': {
    enter: send,
    listen: { onContact: () => Promise.reject(new Error()) },
    seen: /not sent/,
  },
  sent: { enter: send, seen: /will reply to/ },
}

const FORMATS = ['modal', 'slide-in', 'banner', 'popover', 'slot'] as const
const SCHEMES = ['light', 'dark'] as const
const every = FORMATS.flatMap((format) =>
  SCHEMES.flatMap((scheme) => Object.keys(STATES).map((state) => [format, state, scheme] as const)),
)

describe('axe finds nothing', () => {
  it.each(every)('in a %s, %s, %s', async (format, name, scheme) => {
    await still()
    const state = STATES[name]
    if (!state) throw new Error(name)
    show({ format, brand: { name: 'Meridian', scheme } }, state.listen)
    await state.enter?.()
    await expect.element(page.getByText(state.seen).first()).toBeVisible()
    expect(await axeProblems()).toEqual([])
  })

  it.each(['#5b5bd6', '#facc15', '#e11d48', '#0f766e', '#f5f5f5', '#101010'])(
    'with the brand %s',
    async (color) => {
      await still()
      for (const scheme of SCHEMES) {
        show({ brand: { color, scheme } })
        expect(await axeProblems()).toEqual([])
      }
    },
  )
})

const widthOf = ({ shadow }: { shadow: ShadowRoot }) =>
  shadow.querySelector<HTMLElement>('.surface')?.offsetWidth

describe('sizes', () => {
  it.each(FORMATS)('every target of a %s is at least 44 px', async (format) => {
    const { shadow } = show({ format })
    await openMenu()
    for (const target of shadow.querySelectorAll('a, button, summary')) {
      const { width, height } = target.getBoundingClientRect()
      expect([target.textContent, Math.min(width, height) >= 44]).toEqual([target.textContent, true])
    }
  })

  it.each(FORMATS)(
    'at fourfold zoom everything in a %s can be reached without scrolling sideways',
    async (format) => {
      await windowSize(320, 256)
      const { shadow } = show({ format })
      const surface = shadow.querySelector('.surface')
      await painted()
      expect(surface?.scrollWidth).toBeLessThanOrEqual(surface?.clientWidth ?? 0)
      expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(320)
      for (const name of ['Later', 'Close']) {
        button(name).element().scrollIntoView({ block: 'nearest' })
        const { top, bottom, left, right } = button(name).element().getBoundingClientRect()
        expect([top > -1, bottom < 257, left > -1, right < 321]).toEqual([true, true, true, true])
      }
    },
  )

  it.each([
    ['with a limit, all of its copy', CASES['limit near'].limit, 320],
    ['without one, what is below its corner', null, 232],
  ])('on a phone a banner gives its width to its copy: %s', async (_, limit, width) => {
    await windowSize(360, 640)
    const { shadow } = show({ ...CASES['limit reached'], format: 'banner', limit })
    const box = (selector: string) => shadow.querySelector(selector)?.getBoundingClientRect() ?? new DOMRect()
    expect(box('.copy').width).toBe(width)
    expect(box('.actions').width).toBeGreaterThan(300)
    const corner = box('.corner')
    for (const part of ['.copy', '.limit', '.actions']) {
      const { right, top } = box(part)
      expect([part, right <= corner.left || top >= corner.bottom]).toEqual([part, true])
    }
  })

  it('ticks and icons are as large as the letters of whoever reads large ones', async () => {
    await still()
    const { shadow } = show()
    const root = shadow.querySelector<HTMLElement>('.root')
    const widths = () =>
      ['li svg', '.icon svg'].map((each) => shadow.querySelector(each)?.getBoundingClientRect().width)
    expect(widths()).toEqual([16, 16])
    if (root) root.style.fontSize = '28px'
    expect(widths()).toEqual([32, 32])
  })

  it('a banner that is taller than the window scrolls by itself: the page may be one that never does', async () => {
    await windowSize(320, 256)
    hostStyles('html, body { height: 100%; overflow: hidden }')
    const { shadow } = show({ format: 'banner' })
    await button('Talk to sales').click()
    const banner = shadow.querySelector('.banner') ?? document.body
    expect(banner.clientHeight).toBeLessThanOrEqual(256)
    banner.scrollTop = 1000
    const { bottom } = button('Send message').element().getBoundingClientRect()
    expect([bottom <= 256, document.documentElement.scrollTop]).toEqual([true, 0])
  })

  it('a modal opens at its beginning, however small the window', async () => {
    await windowSize(320, 256)
    const { shadow } = show()
    await painted()
    expect(shadow.querySelector('dialog')?.scrollTop).toBe(0)
  })

  it('cards are at most 400 px wide, and a banner is one line on a desktop', async () => {
    await windowSize(1280, 800)
    expect(widthOf(show())).toBe(400)
    expect(widthOf(show(CASES.pricing))).toBe(360)
    const banner = show(CASES['limit near']).host.getBoundingClientRect()
    expect([banner.width, banner.height]).toEqual([1280, 52])
  })
})

const autoScheme = () => show({ brand: { scheme: 'auto' } }).host.dataset['scheme']

describe('what a system asks for', () => {
  it('without motion nothing moves', async () => {
    await emulate('screen', { 'prefers-reduced-motion': 'reduce' })
    const { shadow, close } = show()
    expect(shadow.getAnimations()).toEqual([])
    close()
    expect(shadow.getAnimations()).toEqual([])
  })

  it('with motion it is short, and only opacity and transform', () => {
    const { shadow } = show()
    const moves = shadow.getAnimations().filter((move) => move instanceof CSSTransition)
    expect(moves.length).toBeGreaterThan(0)
    for (const move of moves) {
      expect(['opacity', 'transform', 'display', 'overlay']).toContain(move.transitionProperty)
      expect(move.effect?.getTiming().duration).toBeLessThanOrEqual(180)
    }
  })

  it('with forced colours the bar and the buttons keep their shape', async () => {
    await emulate('screen', { 'forced-colors': 'active' })
    const { shadow } = show()
    const style = (selector: string) => getComputedStyle(shadow.querySelector(selector) ?? document.body)
    expect(style('.bar').borderTopWidth).toBe('1px')
    expect(style('.bar > div').backgroundColor).not.toBe(style('.bar').backgroundColor)
    expect(style('.primary').borderTopColor).not.toBe(style('.primary').backgroundColor)
  })

  it.each(FORMATS)('print leaves a %s out', async (format) => {
    const { host } = show({ format })
    await emulate('print')
    expect(getComputedStyle(host).display).toBe('none')
  })

  it('from right to left, it is mirrored', async () => {
    document.documentElement.dir = 'rtl'
    const { shadow } = show(CASES.pricing)
    const box = (selector: string) => shadow.querySelector(selector)?.getBoundingClientRect() ?? new DOMRect()
    expect(box('.surface').left).toBe(24)
    expect(box('.corner').left).toBeLessThan(box('h2').left)
    await button('More options').click()
    await vi.waitFor(() => expect(box('.menu').left).toBeCloseTo(box('.icon').left, 0))
    document.documentElement.dir = ''
  })

  it('auto looks like the page: its background, else its colour scheme', () => {
    const root = document.documentElement.style
    expect(autoScheme()).toBe('light')
    root.background = '#111'
    expect(autoScheme()).toBe('dark')
    root.background = ''
    root.colorScheme = 'dark'
    expect(autoScheme()).toBe('dark')
    root.colorScheme = ''
    hostPage('')
    document.body.style.background = 'oklch(0.2 0 0)'
    expect(autoScheme()).toBe('dark')
    document.body.style.background = ''
  })
})
