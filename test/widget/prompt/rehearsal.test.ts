import { expect, test, vi } from 'vitest'

test('what is fetched ahead leaves nothing in the page', async () => {
  let been = 0
  const observer = new MutationObserver((records) => {
    been += records.flatMap(({ addedNodes }) => [...addedNodes]).length
  })
  observer.observe(document.documentElement, { childList: true })
  const before = [...document.documentElement.children]
  // What draws nothing may never be called idle.
  let frame = 0
  const draw = () => {
    frame = requestAnimationFrame(draw)
  }
  draw()
  await import('../../../widget/prompt/mount.ts')
  await vi.waitFor(() => expect(been).toBe(1))
  expect([...document.documentElement.children]).toEqual(before)
  cancelAnimationFrame(frame)
  observer.disconnect()
})
