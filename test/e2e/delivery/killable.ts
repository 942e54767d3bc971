import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { chromium, type LaunchOptions } from '@playwright/test'

/** A Chromium of our own process group, with a profile that outlives it. */
export const startChromium = async (profile: string, { args = [], executablePath }: LaunchOptions) => {
  const own = ['--headless=new', '--remote-debugging-port=0', `--user-data-dir=${profile}`]
  const child = spawn(executablePath ?? chromium.executablePath(), [...args, ...own], {
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const address = await new Promise<string>((resolve) => {
    createInterface(child.stderr).on('line', (line) => {
      const found = /DevTools listening on (\S+)/.exec(line)?.[1]
      if (found) resolve(found)
    })
  })
  const browser = await chromium.connectOverCDP(address)
  const [context] = browser.contexts()
  return {
    newPage: async () => {
      if (!context) throw new Error('Chromium has no context of its own')
      return context.newPage()
    },
    /** SIGKILL for all of its processes: nothing is flushed. */
    async kill() {
      const gone = once(child, 'exit')
      process.kill(-(child.pid ?? 0), 'SIGKILL')
      await gone
    },
  }
}
