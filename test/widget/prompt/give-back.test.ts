import { expect, it, vi } from 'vitest'
import { button, focused, hostPage, show } from './stage.ts'

it.each(['slide-in', 'banner'] as const)('a %s gives the focus back into a shadow root', async (format) => {
  hostPage('<div></div>')
  const root = document.querySelector('div')?.attachShadow({ mode: 'open' })
  const field = document.createElement('input')
  field.ariaLabel = 'Name'
  root?.append(document.createElement('input'), field)
  field.focus()
  const { shadow } = show({ format })
  shadow.querySelector<HTMLElement>('.quiet')?.focus()
  await button('Later').click()
  await vi.waitFor(() => expect(focused()?.ariaLabel).toBe('Name'))
})
