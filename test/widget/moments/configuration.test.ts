import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { MINUTE } from '../../../server/wire/limits.ts'
import { awaitConfiguration } from '../../../widget/configuration.ts'
import { createGuard, createListen } from '../../../widget/guard.ts'
import type { Host } from '../../../widget/host.ts'
import { createStorage } from '../../../widget/storage.ts'
import { configuration } from './stand.ts'

let answers: unknown[]
let isHidden: boolean
beforeEach(() => {
  vi.useFakeTimers()
  answers = []
  isHidden = false
  vi.spyOn(document, 'hidden', 'get').mockImplementation(() => isHidden)
})
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

const start = (first: unknown, storage = createStorage('')) => {
  const fetchConfig = vi.fn(async () => answers.shift())
  const onNews = vi.fn()
  const note = vi.fn()
  const host = {
    note,
    storage,
    fetchConfig,
    config: Promise.resolve(first),
    listen: createListen(createGuard(() => {})),
  } as Partial<Host> as Host
  return { fetchConfig, note, onNews, storage, config: awaitConfiguration(host, onNews) }
}
const on = configuration()
const off = configuration({ version: 2, enabled: false })
const become = (hidden: boolean) => {
  isHidden = hidden
  document.dispatchEvent(new Event('visibilitychange'))
}

test('a page that is looked at hears of a kill switch within a minute', async () => {
  answers = [off]
  const { onNews } = start(on)
  await vi.advanceTimersByTimeAsync(MINUTE)
  expect(onNews).toHaveBeenLastCalledWith(off)
})

test('a hidden page asks nobody, but asks when it is looked at again', async () => {
  answers = [off]
  const { fetchConfig, onNews } = start(on)
  become(true)
  await vi.advanceTimersByTimeAsync(10 * MINUTE)
  expect(fetchConfig).not.toHaveBeenCalled()
  become(false)
  await vi.advanceTimersByTimeAsync(0)
  expect(onNews).toHaveBeenLastCalledWith(off)
})

test('looking away and back asks no more than once a minute', async () => {
  const { fetchConfig } = start(on)
  await vi.advanceTimersByTimeAsync(MINUTE / 2)
  for (const hidden of [true, false, true, false]) become(hidden)
  await vi.advanceTimersByTimeAsync(MINUTE)
  expect(fetchConfig).toHaveBeenCalledTimes(1)
})

test('an answer that is none is asked for again', async () => {
  answers = ['<html>', on]
  const { config } = start(undefined)
  await vi.advanceTimersByTimeAsync(2 * MINUTE)
  expect(await config).toEqual(on)
})

test("an earlier visit's copy decides at once, until the server answers", async () => {
  const storage = createStorage('')
  storage.set('config', on)
  const { config, onNews } = start(off, storage)
  expect(await config).toEqual(on)
  expect(onNews).toHaveBeenLastCalledWith(off)
  expect(storage.get('config')).toEqual(off)
})

test('who debugs hears what the server said in place of a configuration', async () => {
  const { note } = start({ title: 'Unauthorized', status: 401 })
  await vi.advanceTimersByTimeAsync(0)
  expect(note).toHaveBeenCalledWith('no config', { title: 'Unauthorized', status: 401 })
})
