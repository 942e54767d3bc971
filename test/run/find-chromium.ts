import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chromiumPath } from './chromium.ts'

const mayUseApt = (): boolean => process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')

const apt = (name: string): void => {
  console.log(`installing Debian's ${name} (missing here) ...`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  spawnSync('apt-get', ['update', '-qq'], { env, stdio: 'ignore' })
  spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', name], { env, stdio: 'ignore' })
}

const starts = (path: string): boolean =>
  spawnSync(path, ['--version', '--no-sandbox'], { timeout: 30_000 }).status === 0

const playwrightsOwn = async (): Promise<string | undefined> => {
  const { chromium } = await import('@playwright/test')
  if (!existsSync(chromium.executablePath())) {
    spawnSync('npx', ['playwright', 'install', 'chromium-headless-shell', 'chromium'], {
      stdio: 'ignore',
      timeout: 300_000,
    })
  }
  return existsSync(chromium.executablePath()) ? chromium.executablePath() : undefined
}

const packaged = async (): Promise<string | undefined> => {
  const { default: chromium } = await import('@sparticuz/chromium')
  return chromium.executablePath()
}

/**
 * A Chromium that starts: one on this machine, else Debian's through apt when we may, else Playwright's own
 * download, else the one that an npm package ships. Throws with what to do when none of them works.
 */
export const findChromium = async (): Promise<string> => {
  const here = chromiumPath()
  if (here && starts(here)) return here
  if (mayUseApt()) apt('chromium')
  const attempts = [async () => chromiumPath(), playwrightsOwn, packaged]
  for (const attempt of attempts) {
    const path = await attempt().catch(() => undefined)
    if (path && starts(path)) return path
  }
  throw new Error(
    'No Chromium that starts was found or could be installed. Install one (on Debian: apt-get install chromium) or set CHROMIUM_PATH to its executable.',
  )
}

/** The process's own Node must be the pinned one: scripts run by npm find it first on the PATH. */
export const nodeVersion = (): string =>
  execFileSync('node', ['-p', 'process.version'], { encoding: 'utf8' }).trim()
