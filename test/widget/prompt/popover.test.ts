import { beforeEach, describe, expect, it, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { CASES } from './cases.ts'
import { button, focused, hostPage, hostStyles, painted, show, still, windowSize } from './stage.ts'

beforeEach(still)

const target = (selector = '#target') => {
  const found = document.querySelector<HTMLElement>(selector)
  if (!found) throw new Error(`The page has no ${selector}`)
  return found
}
const pointAt = (element: Element = target()) => {
  const gone: string[] = []
  const shown = show(
    { ...CASES['limit near'], format: 'popover', target: element },
    { onGone: () => gone.push('gone') },
  )
  const surface = shown.shadow.querySelector<HTMLElement>('.surface')
  if (!surface) throw new Error('Nothing was drawn')
  return { ...shown, gone, surface, box: () => surface.getBoundingClientRect() }
}
const at = (css: string) => hostPage(`<button id="target" style="position:absolute;${css}">Export</button>`)
const overlays = () => document.querySelectorAll('tidemark-overlay')

describe('a popover', () => {
  it('stands below its target, in the middle of it, in the top layer', async () => {
    await windowSize(1280, 800)
    at('left:500px;top:100px;width:100px;height:40px')
    const { box, surface, reports } = pointAt()
    expect(surface.matches(':popover-open')).toBe(true)
    expect(box().top).toBe(148)
    expect(box().left + box().width / 2).toBe(550)
    await vi.waitFor(() => expect(reports).toEqual(['shown']))
  })

  it('stands there, with its menu at its button, on a page that is enlarged', async () => {
    await windowSize(1280, 800)
    hostStyles('html { zoom: 1.5 }')
    at('left:300px;top:60px;width:100px;height:40px')
    const { box, shadow } = pointAt()
    const about = target().getBoundingClientRect()
    expect(box().top).toBeCloseTo(about.bottom + 12, 0)
    expect(box().left + box().width / 2).toBeCloseTo(about.left + about.width / 2, 0)
    const more = button('More options')
    await more.click()
    const menu = shadow.querySelector('.menu')?.getBoundingClientRect()
    const beside = more.element().getBoundingClientRect()
    expect(Math.round(Number(menu?.top))).toBe(Math.round(beside.bottom))
    expect(Math.round(Number(menu?.right))).toBe(Math.round(beside.right))
  })

  it('flips above where there is no room below', async () => {
    await windowSize(1280, 800)
    at('left:500px;bottom:10px;width:100px;height:40px')
    const { box } = pointAt()
    expect(box().bottom).toBeCloseTo(target().getBoundingClientRect().top - 8)
  })

  it.each(['left:0', 'right:0'])('stays in the window when its target is at %s', (side) => {
    at(`${side};top:100px`)
    const { box } = pointAt()
    expect([box().left >= 8, box().right <= innerWidth - 8]).toEqual([true, true])
  })

  it('fits a small window', async () => {
    await windowSize(320, 256)
    at('left:200px;top:120px')
    const { box } = pointAt()
    await painted()
    expect([box().left >= 8, box().right <= 312, box().top >= 8, box().bottom <= 248]).toEqual([
      true,
      true,
      true,
      true,
    ])
  })

  it.each([
    ['the page scrolls', () => scrollTo(0, 60)],
    ['a part of the page scrolls', () => target('#part').scrollTo(0, 60)],
    [
      'its target moves',
      () => {
        target().style.transform = 'translateY(-60px)'
      },
    ],
  ])('follows when %s', async (_, move) => {
    hostPage(`<div id="part" style="height:500px;overflow:auto"><div style="height:3000px;padding-top:200px">
      <button id="target">Export</button></div></div><div style="height:3000px"></div>`)
    const { box } = pointAt()
    const before = box().top
    move()
    await vi.waitFor(() => expect(box().top).toBe(before - 60))
    scrollTo(0, 0)
  })

  it('points into open shadow roots, and follows what scrolls in them', async () => {
    hostPage('<div id="app"></div>')
    const app = target('#app').attachShadow({ mode: 'open' })
    app.innerHTML = `<div id="part" style="height:400px;overflow:auto"><div style="height:3000px;padding-top:150px">
      <button id="target">Export</button></div></div>`
    const inner = app.querySelector('#target')
    if (!inner) throw new Error('No target')
    const { box } = pointAt(inner)
    expect(box().top).toBe(inner.getBoundingClientRect().bottom + 8)
    app.querySelector('#part')?.scrollTo(0, 50)
    await vi.waitFor(() => expect(box().top).toBe(inner.getBoundingClientRect().bottom + 8))
  })

  it('hides while its target is scrolled out of sight, and comes back with it', async () => {
    hostPage(`<div id="part" style="height:300px;overflow:auto"><button id="target">Export</button>
      <div style="height:3000px"></div></div>`)
    const { surface } = pointAt()
    target('#part').scrollTo(0, 1000)
    await vi.waitFor(() => expect(surface.checkVisibility({ visibilityProperty: true })).toBe(false))
    target('#part').scrollTo(0, 0)
    await vi.waitFor(() => expect(surface.checkVisibility({ visibilityProperty: true })).toBe(true))
  })

  it.each([
    ['removed', () => target().remove()],
    ['removed with what is around it', () => target('#around').remove()],
    [
      'hidden',
      () => {
        target().style.display = 'none'
      },
    ],
    [
      'made invisible',
      () => {
        target('#around').style.visibility = 'hidden'
      },
    ],
  ])('gives up quietly when its target is %s', async (_, lose) => {
    hostPage('<div id="around"><button id="target">Export</button></div>')
    const { gone, reports } = pointAt()
    await vi.waitFor(() => expect(reports).toEqual(['shown']))
    lose()
    await vi.waitFor(() => expect(overlays()).toHaveLength(0))
    expect(gone).toEqual(['gone'])
    expect(reports).toEqual(['shown'])
  })

  it('stands inside the dialog of the page that its target is in, so that it can be pressed', async () => {
    hostPage('<dialog><button id="target">Export</button></dialog>')
    document.querySelector('dialog')?.showModal()
    const { reports } = pointAt()
    await button('Later').click()
    expect(reports).toEqual(['shown', 'later'])
    expect(document.querySelector('dialog')?.open).toBe(true)
  })

  it('is the next stop behind its target, wherever that is in the page', async () => {
    hostPage('<button id="target">Export</button><button>Import</button>')
    target().focus()
    const { shadow } = pointAt()
    await userEvent.tab()
    expect(focused()).toBe(shadow.querySelector('.primary'))
  })

  it('takes no focus, is announced politely, and closes on Esc from within', async () => {
    hostPage('<button id="target">Export</button>')
    target().focus()
    const { shadow, reports } = pointAt()
    expect(focused()).toBe(target())
    await vi.waitFor(() => expect(shadow.querySelector('[role=status]')?.textContent).toContain('80 of 100'))
    shadow.querySelector<HTMLElement>('.quiet')?.focus()
    await userEvent.keyboard('{Escape}')
    await vi.waitFor(() => expect(overlays()).toHaveLength(0))
    expect(reports.at(-1)).toBe('close')
    expect(focused()).toBe(target())
  })
})

const fill = (name = 'billing') => {
  const gone: string[] = []
  const slot = target(`tidemark-slot[name=${name}]`)
  const shown = show(
    { ...CASES['limit near'], format: 'slot', target: slot },
    { onGone: () => gone.push('gone') },
  )
  return { ...shown, gone, slot, inside: slot.querySelector('tidemark-overlay') }
}

describe('a slot', () => {
  it('is filled where it stands, as wide as it is there, and counts once it is seen', async () => {
    hostPage(
      '<div style="height:2000px"></div><div style="width:420px"><tidemark-slot name="billing"></tidemark-slot></div>',
    )
    const { slot, reports, inside } = fill()
    await painted()
    expect(reports).toEqual([])
    expect(inside?.getBoundingClientRect().width).toBe(420)
    slot.scrollIntoView()
    await vi.waitFor(() => expect(reports).toEqual(['shown']))
    scrollTo(0, 0)
  })

  it('has the width of its words in a row of the page, which asks what it needs', () => {
    hostPage('<div style="display:flex"><tidemark-slot name="billing"></tidemark-slot><p>Plans</p></div>')
    expect(fill().inside?.getBoundingClientRect().width).toBeGreaterThan(250)
  })

  it('stands beside an overlay; only what fills the same slot takes its place', async () => {
    hostPage('<tidemark-slot name="billing"></tidemark-slot><tidemark-slot name="team"></tidemark-slot>')
    const first = fill()
    fill('team')
    show(CASES.pricing)
    expect(overlays()).toHaveLength(3)
    fill()
    expect(overlays()).toHaveLength(3)
    expect(first.gone).toEqual(['gone'])
  })

  it('is filled in the shadow root of an element that has one', () => {
    hostPage('<tidemark-slot name="billing"></tidemark-slot>')
    const root = target('tidemark-slot').attachShadow({ mode: 'open' })
    show({ ...CASES['limit near'], format: 'banner' })
    fill('billing').slot.remove()
    expect(root.querySelector('tidemark-overlay')).not.toBeNull()
  })

  it('is gone, quietly, with what it stands in', async () => {
    hostPage('<tidemark-slot name="billing"></tidemark-slot>')
    const { slot, gone, reports } = fill()
    await vi.waitFor(() => expect(reports).toEqual(['shown']))
    slot.remove()
    await vi.waitFor(() => expect(gone).toEqual(['gone']))
    await vi.waitFor(() => expect(reports).toEqual(['shown']))
  })

  it('is no live region and takes no focus: it is part of the page', async () => {
    hostPage('<input aria-label="Name"><tidemark-slot name="billing"></tidemark-slot>')
    await page.getByLabelText('Name').click()
    const { shadow, reports } = fill()
    await vi.waitFor(() => expect(reports).toEqual(['shown']))
    expect(shadow.querySelector('[role=status]')).toBeNull()
    expect(focused()?.ariaLabel).toBe('Name')
  })

  it('keeps its look under the styles of the page', () => {
    hostStyles('* { all: unset !important } tidemark-slot { display: block !important }')
    hostPage('<tidemark-slot name="billing"></tidemark-slot>')
    const { shadow } = fill()
    const { borderRadius, padding } = getComputedStyle(shadow.querySelector('.surface') ?? document.body)
    expect([borderRadius, padding]).toEqual(['14px', '20px'])
  })
})
