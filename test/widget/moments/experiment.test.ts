import { afterEach, expect, test, vi } from 'vitest'
import type { Experiment } from '../../../server/wire/offer.ts'
import './fetched.ts'
import { FREELY, prompt, stand } from './stand.ts'

let it: ReturnType<typeof stand>
afterEach(async () => {
  it.end()
  await vi.waitFor(() => expect(document.querySelector('tidemark-overlay')).toBeNull())
})

const onDevices = (given: Partial<Experiment> = {}) =>
  prompt({
    id: 'sso',
    trigger: { kind: 'gate', feature: 'sso' },
    experiment: {
      id: 'words',
      unit: 'device',
      variants: [{ id: 'short', share: 1, content: { title: 'Short' } }],
      ...given,
    },
  })
const start = async (experiment = onDevices()) => {
  it = stand({ prompts: [experiment], frequency: FREELY })
  await it.moments.explain()
}
const showings = () => it.only('Prompt Shown').map(({ variant, unit }) => [variant, unit])
const showAs = async (userId: string | undefined) => {
  const before = showings().length
  it.world.who = { ...it.world.who, userId }
  it.moments.gate('sso')
  await vi.waitFor(() => expect(showings()).toHaveLength(before + 1))
  it.moments.reset()
}

test('an experiment on devices keeps its arm, whoever signs in and whatever the shares become', async () => {
  await start()
  await showAs('ada')
  const shares = { ...it.config, prompts: [onDevices({ variants: [], holdout: 1 })] }
  it.moments.configure(shares)
  await showAs('bob')
  await showAs(undefined)
  expect(showings()).toEqual([
    ['short', 'device'],
    ['short', 'device'],
    ['short', 'device'],
  ])
})

test('what a device drew stays on it: no state that the server keeps knows of it', async () => {
  await start()
  it.moments.gate('sso')
  await vi.waitFor(() => expect(showings()).toHaveLength(1))
  expect(it.storage.get('prompts')).toMatchObject({ arms: {} })
})

test('a device is drawn by itself: over many, both arms are seen', async () => {
  const halves = [{ id: 'short', share: 0.5, content: { title: 'Short' } }]
  await start(onDevices({ variants: halves, holdout: 0.5 }))
  const held = new Set<boolean>()
  for (let n = 0; n < 40; n++) {
    it.world.who = { ...it.world.who, userId: 'ada', anonymousId: `device-${n}` }
    const [explanation] = await it.moments.explain('sso')
    held.add(explanation?.gates.find(({ gate }) => gate === 'holdout')?.passed ?? false)
  }
  expect([...held].toSorted()).toEqual([false, true])
})
