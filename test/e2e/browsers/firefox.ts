import { existsSync } from 'node:fs'
import { launch } from 'puppeteer-core'
import type { Browser } from './browser.ts'

const DEBIANS = '/usr/bin/firefox-esr'

/** `FIREFOX_PATH`, else where Debian puts it; undefined = there is none. */
export const firefoxPath = (): string | undefined =>
  process.env['FIREFOX_PATH'] ?? (existsSync(DEBIANS) ? DEBIANS : undefined)

/** A Firefox with a new profile, spoken to by WebDriver BiDi. */
export const openFirefox = async (executablePath: string): Promise<Browser> => {
  const firefox = await launch({
    browser: 'firefox',
    executablePath,
    headless: true,
    defaultViewport: null,
  })
  let page = await firefox.newPage()
  return {
    go: async (url) => {
      await page.goto(url)
    },
    run: async (work) => page.evaluate(work),
    press: (key) => page.keyboard.press(key),
    closeTab: async () => {
      const next = await firefox.newPage()
      await page.close({ runBeforeUnload: true })
      page = next
    },
    close: () => firefox.close(),
  }
}
