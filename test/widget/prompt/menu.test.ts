import { describe, expect, it, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { button, focused, hostPage, show, windowSize } from './stage.ts'

const FORMATS = ['modal', 'slide-in', 'banner', 'popover', 'slot'] as const
const WHY = 'Why am I seeing this?'

const isOpen = () => page.getByText(WHY).query()?.checkVisibility() ?? false
const focusedName = () => focused()?.getAttribute('aria-label') ?? focused()?.textContent
/** By keyboard, with the focus on its last entry. */
const enterMenu = async (format: (typeof FORMATS)[number]) => {
  const { shadow } = show({ format })
  await expect.element(button('More options')).toBeVisible()
  button('More options').element().focus()
  await userEvent.keyboard('{Enter}{Tab}{Tab}')
  expect(focusedName()).toBe("Don't show this again")
  return shadow
}

describe.each(FORMATS)('the menu of a %s', (format) => {
  it('gives the focus back to its button on Esc', async () => {
    await enterMenu(format)
    await userEvent.keyboard('{Escape}')
    expect(focusedName()).toBe('More options')
    await vi.waitFor(() => expect(isOpen()).toBe(false))
  })

  it('closes when the focus goes on, which stays where it went', async () => {
    await enterMenu(format)
    await userEvent.tab()
    expect(focusedName()).toBe('Close')
    await vi.waitFor(() => expect(isOpen()).toBe(false))
  })

  it('closes when the focus goes back to what is before its button', async () => {
    await enterMenu(format)
    await userEvent.keyboard('{Shift>}{Tab}{Tab}{/Shift}')
    expect([focusedName(), isOpen()]).toEqual(['More options', true])
    await userEvent.keyboard('{Shift>}{Tab}{/Shift}')
    expect(focusedName()).toBe('Later')
    await vi.waitFor(() => expect(isOpen()).toBe(false))
  })

  it('stays in a window as narrow as a zoom of 400 % makes it', async () => {
    await windowSize(320, 256)
    const { shadow } = show({ format })
    await button('More options').click()
    const { left, right } = shadow.querySelector('.menu')?.getBoundingClientRect() ?? new DOMRect()
    expect([left >= 8, right <= 312]).toEqual([true, true])
  })

  it('stays open when its words are pressed, to be copied', async () => {
    hostPage('<main tabindex="-1"><tidemark-slot></tidemark-slot></main>')
    const target = document.querySelector('tidemark-slot')
    show({ format, ...(format === 'slot' && { target }) })
    await button('More options').click()
    await page.getByText(WHY).click()
    await page.getByText('Your plan includes 100 records, and 100 are in use.').click()
    expect(isOpen()).toBe(true)
  })
})
