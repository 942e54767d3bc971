import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { CHROMIUM_ARGS, chromiumPath } from '../../run/chromium.ts'

type Answer = { id?: number; result?: unknown; error?: { message: string } }

const connect = async (address: string) => {
  const socket = new WebSocket(address)
  await once(socket, 'open')
  const waiting = new Map<number, (answer: Answer) => void>()
  let count = 0
  socket.addEventListener('message', ({ data }) => {
    const answer = JSON.parse(String(data)) as Answer
    if (answer.id !== undefined) waiting.get(answer.id)?.(answer)
  })
  /** One command of the Chrome DevTools Protocol; its result is believed to be what the protocol says. */
  return async <Result>(method: string, params: object = {}, sessionId?: string): Promise<Result> => {
    const id = ++count
    const answer = await new Promise<Answer>((resolve) => {
      waiting.set(id, resolve)
      socket.send(JSON.stringify({ id, method, params, ...(sessionId && { sessionId }) }))
    })
    waiting.delete(id)
    if (answer.error) throw new Error(`${method}: ${answer.error.message}`)
    return answer.result as Result
  }
}

/**
 * Chromium, spoken to directly: what a test driver switches on by itself (network and console events, with the stack
 * of each call) costs the page more than a tracker does.
 */
export const startChromium = async () => {
  const profile = await mkdtemp(join(tmpdir(), 'bench-'))
  const executable = chromiumPath()
  if (!executable) throw new Error('There is no Chromium here: set CHROMIUM_PATH')
  const own = ['--headless=new', '--remote-debugging-port=0', `--user-data-dir=${profile}`, 'about:blank']
  const child = spawn(executable, [...CHROMIUM_ARGS, ...own], { stdio: ['ignore', 'ignore', 'pipe'] })
  const address = await new Promise<string>((resolve) => {
    createInterface(child.stderr).on('line', (line) => {
      const found = /DevTools listening on (\S+)/.exec(line)?.[1]
      if (found) resolve(found)
    })
  })
  const send = await connect(address)
  return {
    send,
    async close() {
      const gone = once(child, 'exit')
      child.kill()
      await gone
      await rm(profile, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}
export type Chromium = Awaited<ReturnType<typeof startChromium>>
