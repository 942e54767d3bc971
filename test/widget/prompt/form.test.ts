import { describe, expect, it, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import * as form from '../../../widget/form/form.ts'
import type { Listeners, Sent } from '../../../widget/overlay.ts'
import { axeProblems, button, focused, show, still, windowSize } from './stage.ts'

const openForm = async (
  listen: Partial<Listeners> = {},
  format: 'modal' | 'slide-in' | 'banner' = 'modal',
) => {
  const shown = show({ format }, listen)
  await button('Talk to sales').click()
  await expect.element(page.getByRole('heading', { name: 'Talk to sales' })).toBeVisible()
  return shown
}
const message = () => page.getByRole('textbox', { name: 'Message' })
const email = () => page.getByRole('textbox', { name: 'Email' })

describe.each(['modal', 'slide-in', 'banner'] as const)('the contact form in a %s', (format) => {
  it('takes the place of the offer, knows who writes, and waits in the first empty field', async () => {
    const { reports } = await openForm({}, format)
    await expect.element(page.getByRole('textbox', { name: 'Name' })).toHaveValue('Ada Winter')
    await expect.element(email()).toHaveValue('ada@harbor.example')
    await vi.waitFor(() => expect(focused()).toBe(message().element()))
    await expect.element(button('Later')).not.toBeInTheDocument()
    expect(reports).toContain('action:Talk to sales')
  })

  it('sends what was written, trimmed, and says who will answer', async () => {
    const { messages, reports } = await openForm({}, format)
    await message().fill('  We are 40 people. ')
    await button('Send message').click()
    const thanks = page.getByText('Someone from Meridian will reply to ada@harbor.example.')
    await vi.waitFor(() => expect(focused()).toBe(thanks.element().parentElement))
    expect(messages).toEqual([
      { name: 'Ada Winter', email: 'ada@harbor.example', message: 'We are 40 people.' },
    ])
    await button('Close').first().click()
    expect(reports.at(-1)).toBe('close')
  })
})

describe('the contact form', () => {
  it('names each problem beside its field, tied to it, and goes to the first', async () => {
    const { messages } = await openForm()
    await page.getByRole('textbox', { name: 'Name' }).fill(' ')
    await email().fill('ada@harbor')
    await button('Send message').click()
    const name = page.getByRole('textbox', { name: 'Name' })
    await vi.waitFor(() => expect(focused()).toBe(name.element()))
    await expect.element(name).toHaveAccessibleDescription('Enter your name.')
    await expect.element(email()).toHaveAccessibleDescription('Enter an email address like name@company.com.')
    await expect.element(message()).toHaveAccessibleDescription('Write what you would like to know.')
    await expect.element(email()).toHaveAttribute('aria-invalid', 'true')
    expect(messages).toEqual([])
  })

  it('takes a problem away as soon as it is solved, and raises none while writing', async () => {
    await openForm()
    await email().fill('')
    await expect.element(email()).toHaveAttribute('aria-invalid', 'false')
    await button('Send message').click()
    await expect.element(email()).toHaveAttribute('aria-invalid', 'true')
    await email().fill('ada@harbor.example')
    await expect.element(email()).toHaveAttribute('aria-invalid', 'false')
    await expect.element(message()).toHaveAttribute('aria-invalid', 'true')
  })

  it('takes 1,000 characters; of more it says how many, and cuts nothing off', async () => {
    const { messages } = await openForm()
    await message().fill('x'.repeat(1003))
    await button('Send message').click()
    await expect
      .element(message())
      .toHaveAccessibleDescription('Your message is 3 characters over the limit of 1000.')
    await message().fill('x'.repeat(1000))
    await button('Send message').click()
    await vi.waitFor(() => expect(messages).toHaveLength(1))
  })

  it('shows that it sends, lets nothing change meanwhile and sends once', async () => {
    let sends = 0
    const onContact = () => {
      sends += 1
      return new Promise<Sent>(() => {})
    }
    await openForm({ onContact })
    await message().fill('Hello')
    await button('Send message').click()
    await expect.element(button('Sending…')).toHaveAttribute('aria-busy', 'true')
    await expect.element(message()).toHaveAttribute('readonly')
    await button('Sending…').click()
    expect(sends).toBe(1)
  })

  it('keeps what was typed when sending fails, and tries again', async () => {
    let sends = 0
    const onContact = async (): Promise<Sent> => {
      sends += 1
      return sends === 1 ? 'unreachable' : 'sent'
    }
    await openForm({ onContact })
    await message().fill('Hello')
    await button('Send message').click()
    await expect.element(page.getByRole('alert').filter({ hasText: 'was not sent' })).toBeVisible()
    await expect.element(message()).toHaveValue('Hello')
    await button('Try again').click()
    await expect.element(page.getByText(/Someone from Meridian will reply/)).toBeVisible()
  })

  it('says that it was turned away, keeps what was typed, and offers another way', async () => {
    const elsewhere = { label: 'Talk to Priya', href: 'mailto:priya@meridian.example' }
    show({ elsewhere }, { onContact: async () => 'refused' })
    await button('Talk to sales').click()
    await message().fill('Hello')
    await button('Send message').click()
    await expect
      .element(page.getByRole('alert').filter({ hasText: 'could not be sent from here' }))
      .toBeVisible()
    await expect
      .element(page.getByRole('link', { name: 'Talk to Priya' }))
      .toHaveAttribute('href', elsewhere.href)
    await expect.element(message()).toHaveValue('Hello')
    await expect.element(page.getByText('Thanks.')).not.toBeInTheDocument()
    expect(await axeProblems()).toEqual([])
  })

  it('keeps what was typed on the way back to the offer and in again; Esc only goes back', async () => {
    const { reports } = await openForm()
    await message().fill('Half a thought')
    await userEvent.keyboard('{Escape}')
    await expect.element(button('Later')).toBeVisible()
    expect(focused()?.textContent).toBe('Talk to sales')
    await button('Talk to sales').click()
    await expect.element(message()).toHaveValue('Half a thought')
    await button('Back').click()
    await expect.element(button('Later')).toBeVisible()
    expect(reports).not.toContain('close')
  })

  it('says so when its chunk cannot be fetched, and fetches again on the next click', async () => {
    let fetches = 0
    const loadForm = async () => {
      fetches += 1
      if (fetches === 1) throw new TypeError('Failed to fetch')
      return form
    }
    show({}, { loadForm })
    await button('Talk to sales').click()
    await expect
      .element(page.getByRole('alert'))
      .toHaveTextContent('The form did not load. Check your connection and try again.')
    await button('Talk to sales').click()
    await expect.element(message()).toBeVisible()
  })

  it.each([1280, 800, 320])('in a banner its heading is level with the corner, %s px wide', async (width) => {
    await still()
    await windowSize(width, 640)
    const { shadow } = show({ format: 'banner' })
    await button('Talk to sales').click()
    const middle = (selector: string) => {
      const { top, bottom } = shadow.querySelector(selector)?.getBoundingClientRect() ?? new DOMRect()
      return (top + bottom) / 2
    }
    expect(Math.abs(middle('form h2') - middle('.corner'))).toBeLessThanOrEqual(2)
  })
})
