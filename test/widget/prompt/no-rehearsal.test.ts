import { expect, test } from 'vitest'
import { CASES } from './cases.ts'
import { painted } from './stage.ts'

/** Longer than until something that was fetched ahead is rehearsed. */
const FRAMES = 30

test('what was not fetched ahead is not rehearsed once it is on the screen', async () => {
  const names: string[] = []
  const observer = new MutationObserver((records) => {
    names.push(...records.flatMap(({ addedNodes }) => [...addedNodes].map(({ nodeName }) => nodeName)))
  })
  observer.observe(document.documentElement, { childList: true })
  const { mount } = await import('../../../widget/prompt/mount.ts')
  const { unmount } = mount(CASES['limit reached'], () => {})
  for (let frame = 0; frame < FRAMES; frame++) await painted()
  expect(names).toEqual(['TIDEMARK-OVERLAY'])
  unmount()
  observer.disconnect()
})
