import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Keeps Chromium from calling home: on a closed network those calls hang or fill the log. */
export const CHROMIUM_ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
] as const

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']

/** The Chromium to test with: `CHROMIUM_PATH`, else one on the PATH; undefined leaves it to Playwright's own. */
export const chromiumPath = (env: NodeJS.ProcessEnv = process.env): string | undefined => {
  if (env['CHROMIUM_PATH']) return env['CHROMIUM_PATH']
  const folders = (env['PATH'] ?? '').split(delimiter)
  return folders.flatMap((folder) => NAMES.map((name) => join(folder, name))).find((path) => existsSync(path))
}
