import { afterEach, expect, test, vi } from 'vitest'
import type { Prompt } from '../../../server/wire/prompt.ts'
import './fetched.ts'
import { DAY, HOUR } from '../../../widget/span.ts'
import { still } from '../prompt/stage.ts'
import { prompt, root, stand } from './stand.ts'

/** A limit is read anew while a prompt about it is open. */

const NEAR = prompt({
  id: 'near',
  format: 'banner',
  trigger: { kind: 'limit', limit: 'records', at: 0.5 },
  body: '{remaining} are left.',
  primary: { kind: 'link', label: 'Add {remaining}', url: '/plans?used={used}' },
})

let it: ReturnType<typeof stand>
const start = async (...prompts: Prompt[]) => {
  it = stand({ prompts })
  await it.moments.explain()
}
afterEach(async () => {
  it.end()
  document.querySelector('tidemark-slot')?.remove()
  await vi.waitFor(() => expect(root()).toBeUndefined())
})

const text = (selector: string) => root()?.querySelector(selector)?.textContent
const link = () => root()?.querySelector<HTMLAnchorElement>('a.primary')
const read = (used: number, resetsAt?: number) =>
  it.moments.limit('records', { used, max: 100, ...(resetsAt && { resetsAt }) })
const shows = (count: number) => vi.waitFor(() => expect(it.only('Prompt Shown')).toHaveLength(count))

test('an open prompt follows its limit, and the focus and what is read out stay as they are', async () => {
  await start(NEAR)
  read(80)
  await shows(1)
  link()?.focus()
  const news = root()?.querySelector('.news')
  await vi.waitFor(() => expect(news?.textContent).toContain('80'))
  let said = 0
  const observer = new MutationObserver(() => said++)
  if (news) observer.observe(news, { childList: true, characterData: true, subtree: true })
  it.world.now += 1000
  read(83)
  expect(text('h2')).toBe('You have used 83 of 100 records')
  expect(text('#body')).toBe('17 are left.')
  expect(text('.figures')).toBe('83 / 100')
  const bar = root()?.querySelector('.bar')
  expect([bar?.ariaValueNow, bar?.ariaValueText]).toEqual(['83', '83 / 100'])
  expect(bar?.querySelector('div')?.style.inlineSize).toBe('83%')
  expect([link()?.textContent, link()?.getAttribute('href')]).toEqual([
    'Add 17',
    expect.stringMatching(/used=83$/),
  ])
  expect(root()?.activeElement).toBe(link())
  await new Promise((later) => setTimeout(later, 300))
  expect(said).toBe(0)
  observer.disconnect()
  expect(it.only('Prompt Shown')).toHaveLength(1)
})

test('a filled slot follows its limit, and the open menu says why by the newest figures', async () => {
  await start({ ...NEAR, format: 'slot', slot: 'side' })
  const slot = document.body.appendChild(document.createElement('tidemark-slot'))
  slot.setAttribute('name', 'side')
  read(60)
  await shows(1)
  root()?.querySelector<HTMLElement>('.icon')?.click()
  expect(text('.menu p')).toContain('60 are in use')
  it.world.now += 1000
  read(70)
  expect(text('h2')).toBe('You have used 70 of 100 records')
  expect(text('.menu p')).toContain('70 are in use')
})

test('figures of a period that is over fill no slot', async () => {
  await start({ ...NEAR, format: 'slot', slot: 'side' })
  read(60, it.world.now + 1000)
  it.world.now += 2000
  const [explanation] = await it.moments.explain('near')
  expect(explanation?.gates.find(({ gate }) => gate === 'figures')?.reason).toBe('its figures are too old')
  read(60, it.world.now + HOUR)
  expect((await it.moments.explain('near'))[0]?.gates.find(({ gate }) => gate === 'figures')?.passed).toBe(
    true,
  )
})

test('a filled slot is empty once the period of its figures is over and nobody has read them since', async () => {
  await start({ ...NEAR, format: 'slot', slot: 'side' })
  const slot = document.body.appendChild(document.createElement('tidemark-slot'))
  slot.setAttribute('name', 'side')
  read(60, it.world.now + HOUR)
  await shows(1)
  it.world.now += HOUR - 1
  it.moments.recheck()
  expect(root()).toBeTruthy()
  read(60, it.world.now + DAY)
  it.world.now += 1
  it.moments.recheck()
  expect(root()).toBeTruthy()
  it.world.now += DAY
  it.moments.recheck()
  await vi.waitFor(() => expect(root()).toBeUndefined())
})

test('a popover points at the first of its targets that can be seen', async () => {
  await still()
  document.body.innerHTML = '<button class="more" hidden>1</button><button class="more">2</button>'
  await start(
    prompt({ id: 'here', format: 'popover', target: '.more', trigger: { kind: 'gate', feature: 'x' } }),
  )
  it.moments.gate('x')
  await shows(1)
  const target = document.querySelectorAll('.more')[1]
  const box = root()?.querySelector('.surface')?.getBoundingClientRect()
  expect(box?.top).toBeCloseTo(Number(target?.getBoundingClientRect().bottom) + 8)
  document.body.replaceChildren()
})
