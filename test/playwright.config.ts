import { defineConfig } from '@playwright/test'
import { CHROMIUM_ARGS, chromiumPath } from './run/chromium.ts'

const executablePath = chromiumPath()

export default defineConfig({
  testDir: '.',
  testMatch: '{e2e,inbox}/**/*.spec.ts',
  // A folder of its own: Playwright empties it, and what the browser tests wrote beside it is for people to open.
  outputDir: '../test-results/failures',
  workers: 1,
  timeout: 90_000,
  expect: { timeout: 10_000 },
  reporter: [['list'], ['json', { outputFile: '../test-results/playwright.json' }]],
  use: {
    viewport: { width: 1440, height: 900 },
    launchOptions: { args: [...CHROMIUM_ARGS], ...(executablePath ? { executablePath } : {}) },
    trace: 'off',
    actionTimeout: 10_000,
    screenshot: 'only-on-failure',
  },
})
