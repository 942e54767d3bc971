import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { CASES } from './cases.ts'
import { button, focused, hostPage, link, show } from './stage.ts'

const FORMATS = ['modal', 'slide-in', 'banner'] as const
const overlays = () => document.querySelectorAll('tidemark-overlay')

describe.each(FORMATS)('a %s', (format) => {
  it('says what happened, what it brings, and offers one way and Later', async () => {
    const { shadow } = show({ format })
    await expect.element(page.getByRole('heading', { name: "You've used 100 of 100 records" })).toBeVisible()
    await expect
      .element(page.getByText('Pro keeps every record you add, with no limit.').first())
      .toBeVisible()
    await expect.element(link('Upgrade to Pro')).toHaveAttribute('href', '/checkout?plan=pro')
    await expect.element(button('Later')).toBeVisible()
    expect(shadow.querySelectorAll('.primary')).toHaveLength(1)
  })

  it('draws the limit with its figures', async () => {
    show({ format, limit: { name: 'api_calls', label: 'api calls', used: 80, max: 100 } })
    const meter = page.getByRole('meter', { name: 'api calls' })
    await expect.element(meter).toHaveAttribute('aria-valuenow', '80')
    await expect.element(page.getByText('80 / 100')).toBeVisible()
    const bar = meter.element().getBoundingClientRect()
    const fill = meter.element().firstElementChild?.getBoundingClientRect()
    expect(fill?.width).toBeCloseTo(bar.width * 0.8, 0)
  })

  it('says once that it was shown', async () => {
    const { reports } = show({ format })
    await vi.waitFor(() => expect(reports).toEqual(['shown']))
  })

  it.each([
    ['Later', 'later'],
    ['Close', 'close'],
  ])('goes away on %s and reports it once', async (name, report) => {
    const { reports } = show({ format })
    await button(name).click()
    await vi.waitFor(() => expect(overlays()).toHaveLength(0))
    expect(reports.filter((one) => one !== 'shown')).toEqual([report])
  })

  it('explains itself in plain words and never comes back when told so', async () => {
    const { reports } = show({ format })
    await button('More options').click()
    await page.getByText('Why am I seeing this?').click()
    await expect.element(page.getByText('Your plan includes 100 records, and 100 are in use.')).toBeVisible()
    await button("Don't show this again").click()
    await vi.waitFor(() => expect(overlays()).toHaveLength(0))
    expect(reports.at(-1)).toBe('mute')
  })

  it('closes on Esc when the focus is in it, the open menu first', async () => {
    const { reports } = show({ format })
    await button('More options').click()
    await expect.element(button("Don't show this again")).toBeVisible()
    await userEvent.keyboard('{Escape}')
    await expect.element(button("Don't show this again")).not.toBeInTheDocument()
    expect(overlays()).toHaveLength(1)
    await userEvent.keyboard('{Escape}')
    await vi.waitFor(() => expect(overlays()).toHaveLength(0))
    expect(reports.at(-1)).toBe('close')
  })

  it('is taken away by the program without a report', async () => {
    const { close, reports } = show({ format })
    close()
    await vi.waitFor(() => expect(overlays()).toHaveLength(0))
    expect(reports).not.toContain('close')
  })

  it('follows a link by itself, reports it and goes away', async () => {
    const { reports } = show({ format, primary: { kind: 'link', label: 'See plans', href: '#plans' } })
    await link('See plans').click()
    await vi.waitFor(() => expect(overlays()).toHaveLength(0))
    expect(reports).toContain('action:See plans')
    expect(location.hash).toBe('#plans')
    history.replaceState(null, '', ' ')
  })

  it('gives the focus back to where it was', async () => {
    hostPage('<button>Add record</button>')
    await button('Add record').click()
    show({ format })
    if (format !== 'modal') await userEvent.tab()
    await button('Close').click()
    await vi.waitFor(() => expect(overlays()).toHaveLength(0))
    await vi.waitFor(() => expect(focused()?.textContent).toBe('Add record'))
  })

  it('gives the focus back to where it was, also after a look at another window', async () => {
    hostPage('<input aria-label="Name">')
    await page.getByLabelText('Name').click()
    show({ format })
    const close = button('Close').element()
    close.focus()
    // What the browser tells when a window is left and looked at again.
    close.blur()
    close.focus()
    await userEvent.keyboard('{Enter}')
    await vi.waitFor(() => expect(overlays()).toHaveLength(0))
    expect(focused()?.ariaLabel).toBe('Name')
  })
})

describe('a modal', () => {
  it.each([
    ['Go', 1],
    ['Start Pro for $49 a month', 2],
  ])('"%s" beside two other calls takes %i rows, and "Later" never one of its own', (label, rows) => {
    const { shadow } = show({ primary: { kind: 'link', label, href: '#pro' } })
    const tops = [...shadow.querySelectorAll('.actions a, .actions button')].map((each) =>
      Math.round(each.getBoundingClientRect().top),
    )
    expect(tops).toHaveLength(3)
    expect(new Set(tops).size).toBe(rows)
    expect(tops[1]).toBe(tops[2])
  })

  it('is where the focus goes, with no stop at its first link on the way', () => {
    const stops: string[] = []
    const note = (event: FocusEvent) => {
      const [to] = event.composedPath()
      stops.push(to instanceof Element ? to.localName : '')
    }
    addEventListener('focus', note, true)
    onTestFinished(() => removeEventListener('focus', note, true))
    show({ primary: { kind: 'link', label: 'See plans', href: '#plans' } })
    expect(stops).toEqual(['dialog'])
  })

  it('takes the focus itself, so that an Enter meant for the page follows nothing', async () => {
    hostPage('<input aria-label="Name">')
    await page.getByLabelText('Name').click()
    const { reports } = show()
    expect(focused()?.localName).toBe('dialog')
    await userEvent.keyboard('{Enter}')
    await vi.waitFor(() => expect(reports).toEqual(['shown']))
  })

  it('keeps the focus: Tab reaches every control in it and none of the page', async () => {
    hostPage('<button>Before</button><input aria-label="Name">')
    const { shadow } = show()
    const seen = new Set<string>()
    for (let presses = 0; presses < 12; presses += 1) {
      await userEvent.tab()
      const element = focused()
      if (shadow.contains(element)) seen.add(element?.textContent || (element?.ariaLabel ?? ''))
      else expect(element).toBe(document.body)
    }
    expect([...seen]).toEqual(
      expect.arrayContaining(['Upgrade to Pro', 'Talk to sales', 'Later', 'More options', 'Close']),
    )
  })

  it('is named by its heading and described by its sentence', async () => {
    show()
    const dialog = page.getByRole('dialog', { name: "You've used 100 of 100 records" })
    await expect.element(dialog).toHaveAccessibleDescription('Pro keeps every record you add, with no limit.')
  })

  it('closes on a press beside it, but not when a selection is dragged out of it', async () => {
    const { shadow, reports } = show()
    const dialog = shadow.querySelector('dialog')
    const press = (type: string, at: number, target: Element | null = dialog) =>
      target?.dispatchEvent(new PointerEvent(type, { clientX: at, clientY: at, bubbles: true }))
    press('pointerdown', innerWidth / 2, shadow.querySelector('h2'))
    press('click', 2)
    await vi.waitFor(() => expect(reports).toEqual(['shown']))
    press('pointerdown', 2)
    press('click', 2)
    expect(reports).toEqual(['shown', 'close'])
  })
})

describe.each(['slide-in', 'banner'] as const)('a %s', (format) => {
  it('never takes the focus and is announced politely, once', async () => {
    hostPage('<input aria-label="Name">')
    await page.getByLabelText('Name').click()
    const { shadow } = show({ format })
    const status = shadow.querySelector('[role=status]')
    expect(status?.textContent).toBe('')
    await vi.waitFor(() => expect(status?.textContent).toContain("You've used 100 of 100 records"))
    expect(focused()?.ariaLabel).toBe('Name')
  })

  it('leaves the Esc of the page to the page', async () => {
    hostPage('<input aria-label="Name">')
    await page.getByLabelText('Name').click()
    const { reports } = show({ format })
    await userEvent.keyboard('{Escape}')
    expect(reports).not.toContain('close')
  })
})

it('two overlays never stack: the second takes the place of the first at once, without a report', async () => {
  const first = show()
  await vi.waitFor(() => expect(first.reports).toEqual(['shown']))
  const second = show({ ...CASES.pricing })
  expect(overlays()).toHaveLength(1)
  expect(first.reports).toEqual(['shown'])
  await vi.waitFor(() => expect(second.reports).toEqual(['shown']))
  expect(document.contains(second.host)).toBe(true)
})

it('large figures are grouped as the reader writes them', () => {
  const { shadow } = show({ limit: { name: 'api_calls', label: 'api calls', used: 12_500, max: 100_000 } })
  const figures = `${(12_500).toLocaleString()} / ${(100_000).toLocaleString()}`
  expect(shadow.querySelector('.figures')?.textContent).toBe(figures)
})

it.each([
  ['de-AT', 'ltr'],
  ['ha-Latn', 'ltr'],
  ['ha-Arab-NG', 'rtl'],
  ['fa', 'rtl'],
])('copy in %s is read %s', (locale, dir) => {
  const { shadow } = show({ locale })
  expect(shadow.querySelector<HTMLElement>('.root')?.dir).toBe(dir)
})

it.each([
  ['de-AT', 'auto'],
  ['en', 'manual'],
])('words that do not fit a line are parted where the reader of %s expects it: %s', (locale, hyphens) => {
  const { shadow } = show({ locale })
  expect(getComputedStyle(shadow.querySelector('h2') ?? document.body).hyphens).toBe(hyphens)
})

it('an overlay without figures, benefits or body shows none of their frames', () => {
  const { shadow } = show({ body: '', benefits: [], limit: null })
  expect(shadow.querySelector('[role=meter], ul, #body')).toBeNull()
})

it('its words are those of the configuration, in the language and direction of the copy', async () => {
  const { shadow } = show(CASES.Arabic)
  const root = shadow.querySelector<HTMLElement>('.root')
  expect([root?.dir, root?.lang]).toEqual(['rtl', 'ar'])
  expect(shadow.querySelector('.quiet')?.textContent).toBe('لاحقًا')
  shadow.querySelector<HTMLElement>('.corner .icon')?.click()
  await vi.waitFor(() => expect(shadow.querySelector('summary')).not.toBeNull())
  expect(shadow.querySelector('summary')?.textContent).toBe('لماذا أرى هذا؟')
  expect(shadow.querySelector('.menu p')?.textContent).toBe(CASES.Arabic.why)
})

it('figures are written as the language of the copy writes them', () => {
  const { shadow } = show({
    ...CASES.German,
    limit: { name: 'r', label: 'Aufrufe', used: 12_500, max: 100_000 },
  })
  expect(shadow.querySelector('.figures')?.textContent).toBe('12.500 / 100.000')
})

describe('a call', () => {
  it('to an admin is answered in place of the offer, and closed from there', async () => {
    const { reports } = show({ ...CASES['ask admin'], format: 'modal' })
    await button('Ask your admin').click()
    const answer = page.getByRole('heading', { name: 'Your admin has been asked.' })
    await vi.waitFor(() => expect(focused()).toBe(answer.element().parentElement))
    await expect.element(page.getByRole('dialog', { name: 'Your admin has been asked.' })).toBeVisible()
    await button('Close').last().click()
    expect(reports).toEqual(['shown', 'action:Ask your admin', 'close'])
  })

  it('to an admin is answered aloud: what gets the focus is named, and the offer describes nothing any more', async () => {
    show({ ...CASES['ask admin'], format: 'modal' })
    await expect
      .element(page.getByRole('dialog'))
      .toHaveAccessibleDescription('See who changed what, for a year back.')
    await button('Ask your admin').click()
    const answer = page.getByRole('group', { name: 'Your admin has been asked.' })
    await vi.waitFor(() => expect(focused()).toBe(answer.element()))
    await expect.element(page.getByRole('dialog')).toHaveAccessibleDescription('')
  })

  it.each(['trial', 'callback'] as const)('of the kind %s is left to the page', async (kind) => {
    const { reports } = show({ primary: { kind, label: 'Start 14-day trial' } })
    await button('Start 14-day trial').click()
    await vi.waitFor(() => expect(overlays()).toHaveLength(0))
    expect(reports).toEqual(['shown', 'action:Start 14-day trial'])
  })

  it('that the page takes over follows no link', async () => {
    show({ primary: { kind: 'link', label: 'See plans', href: '#taken' } }, { onAction: () => true })
    await link('See plans').click()
    await vi.waitFor(() => expect(overlays()).toHaveLength(0))
    expect(location.hash).toBe('')
  })

  it('for an appointment is a link to it, by name', async () => {
    show(CASES.person)
    await expect.element(link('Talk to Rae')).toHaveAttribute('href', 'https://cal.example/rae')
  })
})

describe('a picture', () => {
  it('has its room before it is there, and leaves none when it cannot be had', async () => {
    const { shadow } = show({ ...CASES.picture, picture: { src: '/nothing.png', alt: 'A chart' } })
    const picture = shadow.querySelector('img')
    expect(picture?.alt).toBe('A chart')
    expect(picture?.getBoundingClientRect().height).toBeGreaterThan(150)
    await vi.waitFor(() => expect(shadow.querySelector('img')).toBeNull())
  })

  it('is left out of a banner', () => {
    const { shadow } = show({ ...CASES.picture, format: 'banner' })
    expect(shadow.querySelector('img')).toBeNull()
  })
})
