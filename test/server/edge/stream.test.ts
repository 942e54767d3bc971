import { afterEach, expect, test } from 'vitest'
import { fakeLane } from './fake-lane.ts'
import { ADMIN_TOKEN, type Edge, startEdge } from './harness.ts'

const COOKIE = 'tidemark_session_4680=anybody'
let edge: Edge | null = null
afterEach(() => edge?.close())

const start = async () => {
  const lane = fakeLane({ session: async () => 'ann@example.com' })
  const started = await startEdge(lane)
  edge = started
  const listen = () => fetch(`${started.url}/api/stream`, { headers: { cookie: COOKIE } })
  return { lane, listen, url: started.url, close: started.close }
}
const readerOf = (response: Response) => {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  return {
    /** Reads on until the text has come. */
    until: async (wanted: string): Promise<string> => {
      while (!text.includes(wanted)) {
        const { value, done } = (await reader?.read()) ?? { value: '', done: true }
        if (done) throw new Error(`The stream ended after ${JSON.stringify(text)}`)
        text += value
      }
      return text
    },
    ends: async (): Promise<boolean> => {
      for (;;) if ((await reader?.read())?.done !== false) return true
    },
    cancel: () => reader?.cancel(),
  }
}

test('leads that changed are told at once, to everybody who listens', async () => {
  const { lane, listen } = await start()
  const readers = [readerOf(await listen()), readerOf(await listen())]
  for (const reader of readers) await reader.until(': connected')
  lane.tell({ leads: ['acme.com~1', 'ödd\nco~2'] })
  for (const reader of readers) expect(await reader.until('\n\nevent: news')).toContain('event: news')
  for (const reader of readers) {
    const text = await reader.until('~2')
    const data = text.split('data: ')[1]?.split('\n\n')[0] ?? ''
    expect(JSON.parse(data)).toEqual({ leads: ['acme.com~1', 'ödd\nco~2'] })
    await reader.cancel()
  }
})

test('news about nothing that sales sees is not sent', async () => {
  const { lane, listen } = await start()
  const reader = readerOf(await listen())
  lane.tell({ outbox: true })
  lane.tell({ leads: ['a~1'] })
  expect(await reader.until('a~1')).not.toContain('[]')
  await reader.cancel()
})

test('it is for sessions: the admin token gets a hint instead', async () => {
  const { url } = await start()
  const response = await fetch(`${url}/api/stream`, { headers: { authorization: `Bearer ${ADMIN_TOKEN}` } })
  expect([response.status, await response.json()]).toMatchObject([
    401,
    { detail: expect.stringContaining('session') },
  ])
})

test('closing the server ends the streams and does not wait for the readers', async () => {
  const { listen, close } = await start()
  const reader = readerOf(await listen())
  await reader.until(': connected')
  const [ended] = await Promise.all([reader.ends(), close()])
  expect(ended).toBe(true)
})
