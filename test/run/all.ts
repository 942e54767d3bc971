import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { relative } from 'node:path'
import { findChromium } from './find-chromium.ts'

type Count = { passed: number; failed: number; skipped: number; names: readonly string[] }
type Report = {
  numPassedTests: number
  numFailedTests: number
  numPendingTests: number
  testResults: readonly { name: string; assertionResults: readonly { status: string; fullName: string }[] }[]
}

const OUT = 'test-results'

const run = (command: string, env: NodeJS.ProcessEnv): boolean => {
  console.log(`\n> ${command}`)
  return spawnSync(command, { shell: true, stdio: 'inherit', env }).status === 0
}

const readJson = (path: string): unknown => {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return null
  }
}

/** A suite that failed without a failed test (it could not start) counts as one failure. */
const honest = (count: Count, ok: boolean): Count =>
  ok || count.failed > 0 ? count : { ...count, failed: count.failed + 1 }

const vitest = (project: string, env: NodeJS.ProcessEnv): Count => {
  const file = `${OUT}/vitest-${project}.json`
  const ok = run(
    `vitest run --project ${project} --reporter=default --reporter=json --outputFile.json=${file}`,
    env,
  )
  const report = readJson(file) as Report | null
  return honest(
    {
      passed: report?.numPassedTests ?? 0,
      failed: report?.numFailedTests ?? 0,
      skipped: report?.numPendingTests ?? 0,
      names: (report?.testResults ?? []).flatMap(({ name, assertionResults }) =>
        assertionResults
          .filter(({ status }) => status === 'failed')
          .map(({ fullName }) => `${relative('', name)}: ${fullName}`),
      ),
    },
    ok,
  )
}

const playwright = (env: NodeJS.ProcessEnv): Count => {
  const ok = run('playwright test -c test/playwright.config.ts', env)
  const report = readJson(`${OUT}/playwright.json`) as {
    stats?: { expected: number; unexpected: number; flaky: number; skipped: number }
  } | null
  const stats = report?.stats
  return honest(
    {
      passed: stats?.expected ?? 0,
      failed: (stats?.unexpected ?? 0) + (stats?.flaky ?? 0),
      skipped: stats?.skipped ?? 0,
      // Playwright itself says last which they were.
      names: [],
    },
    ok,
  )
}

const step = (command: string, env: NodeJS.ProcessEnv): Count => {
  const ok = run(command, env)
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0, names: ok ? [] : [command] }
}

const major = Number(process.versions.node.split('.')[0])
if (major < 26)
  throw new Error(
    `Node 26 is wanted here and ${process.version} runs this; start it with npm test, after npm ci`,
  )

rmSync(OUT, { recursive: true, force: true })
mkdirSync(OUT, { recursive: true })
const env = { ...process.env, CHROMIUM_PATH: await findChromium() }
console.log(`Node ${process.version}, Chromium at ${env.CHROMIUM_PATH}`)

const counts = [
  step('npm run --silent check', env),
  step('npm run --silent build', env),
  step('npm run --silent size', env),
  vitest('node', env),
  vitest('widget', env),
  playwright(env),
]
const total = (key: 'passed' | 'failed' | 'skipped'): number =>
  counts.reduce((sum, count) => sum + count[key], 0)
const skipped = total('skipped')
// Once more, because whoever keeps only the end of a log would never know.
for (const name of counts.flatMap(({ names }) => names)) console.log(`failed: ${name}`)
console.log(`\n${total('passed')} passed, ${total('failed')} failed${skipped ? `, ${skipped} skipped` : ''}`)
process.exitCode = total('failed') > 0 ? 1 : 0
