import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { button, painted, show } from './stage.ts'

/** As a browser of before 2024, for one test. */
const withoutPopovers = () => {
  for (const name of ['popover', 'showPopover', 'hidePopover', 'togglePopover']) {
    const own = Object.getOwnPropertyDescriptor(HTMLElement.prototype, name)
    if (!own) throw new Error(name)
    Reflect.deleteProperty(HTMLElement.prototype, name)
    onTestFinished(() => void Object.defineProperty(HTMLElement.prototype, name, own))
  }
  const own = Object.getOwnPropertyDescriptor(Element.prototype, 'querySelector')
  onTestFinished(() => void Object.defineProperty(Element.prototype, 'querySelector', own ?? {}))
  const value = new Proxy(own?.value as (selector: string) => unknown, {
    apply(query, element, [selector]: [string]) {
      if (selector.includes(':popover-open')) throw new DOMException(selector, 'SyntaxError')
      return Reflect.apply(query, element, [selector])
    },
  })
  Object.defineProperty(Element.prototype, 'querySelector', { ...own, value })
}
const WHY = 'Why am I seeing this?'

describe.each(['modal', 'slide-in', 'banner', 'popover', 'slot'] as const)(
  'without popovers, a %s',
  (format) => {
    it('is seen, and keeps its menu closed until it is asked for', async () => {
      withoutPopovers()
      const { shadow, reports } = show({ format })
      await vi.waitFor(() => expect(reports).toEqual(['shown']))
      const { width, bottom, top } =
        shadow.querySelector('.surface')?.getBoundingClientRect() ?? new DOMRect()
      expect([width > 200, top >= 0, bottom <= innerHeight]).toEqual([true, true, true])
      expect(page.getByText(WHY).query()?.checkVisibility() ?? false).toBe(false)
      await button('More options').click()
      await expect.element(page.getByText(WHY)).toBeVisible()
      await button('More options').click()
      await expect.element(page.getByText(WHY)).not.toBeVisible()
      await button('More options').click()
      await button("Don't show this again").click()
      expect(reports).toEqual(['shown', 'mute'])
    })

    it('closes on Esc from within', async () => {
      withoutPopovers()
      const { reports } = show({ format })
      await painted()
      await vi.waitFor(() => expect(reports).toEqual(['shown']))
      button('Close').element().focus()
      await userEvent.keyboard('{Escape}')
      await vi.waitFor(() => expect(reports).toEqual(['shown', 'close']))
    })
  },
)
