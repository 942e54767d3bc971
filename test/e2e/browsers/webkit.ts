import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, globSync } from 'node:fs'
import { Builder, Capabilities, Key } from 'selenium-webdriver'
import { freePort } from '../../free-port.ts'
import type { Browser } from './browser.ts'

const DRIVER = '/usr/bin/WebKitWebDriver'
const DISPLAY = '/usr/bin/xvfb-run'
/** What that cannot do without, and does not always come with. */
const COOKIES = '/usr/bin/xauth'
const BROWSERS = '/usr/lib/*/webkit2gtk-4.*/MiniBrowser'

/** WebKitGTK's small browser, where Debian puts it; undefined = it, its driver or a display for it is missing. */
export const webkitPath = (): string | undefined =>
  [DRIVER, DISPLAY, COOKIES].every((path) => existsSync(path)) ? globSync(BROWSERS)[0] : undefined

/** The driver and its display; as root WebKit's own sandbox cannot be set up. */
const startDriver = (port: number): ChildProcess =>
  spawn(DISPLAY, ['-a', DRIVER, `--port=${port}`], {
    detached: true,
    stdio: 'ignore',
    env: { ...process.env, WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1' },
  })

const answers = (url: string): Promise<boolean> =>
  fetch(url).then(
    () => true,
    () => false,
  )

const KEYS = { Escape: Key.ESCAPE }

/** WebKitGTK with a new profile, spoken to by WebDriver. */
export const openWebkit = async (binary: string): Promise<Browser> => {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const { pid } = startDriver(port)
  while (!(await answers(`${url}/status`))) await new Promise((next) => setTimeout(next, 50))
  const wanted = new Capabilities({
    browserName: 'MiniBrowser',
    'webkitgtk:browserOptions': { binary, args: ['--automation'] },
  })
  const driver = await new Builder().usingServer(url).withCapabilities(wanted).build()
  return {
    go: (address) => driver.get(address),
    run: async (work) =>
      driver.executeAsyncScript(
        `const done = arguments[arguments.length - 1]; Promise.resolve((${work.toString()})()).then(done)`,
      ),
    press: (key) => driver.actions().sendKeys(KEYS[key]).perform(),
    closeTab: async () => {
      const before = await driver.getWindowHandle()
      await driver.switchTo().newWindow('tab')
      const next = await driver.getWindowHandle()
      await driver.switchTo().window(before)
      await driver.close()
      await driver.switchTo().window(next)
    },
    close: async () => {
      await driver.quit()
      if (pid) process.kill(-pid)
    },
  }
}
