import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '../..')
let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'directions-'))
  copyFileSync(join(root, '.oxlintrc.json'), join(folder, '.oxlintrc.json'))
})
afterEach(() => rmSync(folder, { recursive: true }))

/** Lints planted files (path -> source) under the project's own rules and gives what the linter says. */
const lint = (files: Record<string, string>): string => {
  for (const [path, source] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), source)
  }
  const { stdout, stderr } = spawnSync(join(root, 'node_modules/.bin/oxlint'), [], {
    cwd: folder,
    encoding: 'utf8',
  })
  return stdout + stderr
}

const PLANTED: Record<string, [path: string, source: string, message: string]> = {
  'core reaching for the store': [
    'server/core/planted.ts',
    `export { a } from '../store/db.ts'`,
    'core is pure',
  ],
  'core reaching for Node': [
    'server/core/planted.ts',
    `import { readFileSync } from 'node:fs'\nexport const a = readFileSync`,
    'core is pure',
  ],
  'the store calling a verb': [
    'server/store/planted.ts',
    `export { a } from '../ingest.ts'`,
    'store imports core',
  ],
  'a verb knowing HTTP': ['server/planted.ts', `export { a } from './http/app.ts'`, 'verbs know no HTTP'],
  'http going past the lane': [
    'server/http/planted.ts',
    `export { a } from '../store/db.ts'`,
    'through the lane',
  ],
  'the widget taking a server value': [
    'widget/planted.ts',
    `export { a } from '../server/wire/limits.ts'`,
    'widget imports wire types',
  ],
  'a second door to prompt/': [
    'widget/planted.ts',
    `export const a = () => import('./prompt/open.ts')`,
    'only door',
  ],
  'prompt/ knowing the server': [
    'widget/prompt/planted.ts',
    `export { a } from '../../server/core/match.ts'`,
    'prompt/ is presentation',
  ],
  'the server importing a test': [
    'server/main.ts',
    `export { a } from '../test/run/chromium.ts'`,
    'Nothing imports test/',
  ],
}

test.for(Object.entries(PLANTED))('lint stops %s', ([, [path, source, message]]) => {
  expect(lint({ [path]: `${source}\n` })).toContain(message)
})

test('lint stops a cycle', () => {
  const said = lint({
    'server/core/one.ts': `import { two } from './two.ts'\nexport const one = () => two\n`,
    'server/core/two.ts': `import { one } from './one.ts'\nexport const two = () => one\n`,
  })
  expect(said).toContain('no-cycle')
})

test('lint lets the allowed directions pass', () => {
  const said = lint({
    'widget/fine.ts': `import type { A } from '../server/wire/prompt.ts'\nimport { match } from '../server/core/match.ts'\nexport const a = (b: A) => match(b)\n`,
    'widget/show.ts': `export const load = () => import('./showing.ts')\n`,
    'widget/showing.ts': `export { a } from './prompt/open.ts'\n`,
    'server/fine.ts': `import { a } from './core/a.ts'\nimport { b } from './store/b.ts'\nexport const c = () => a(b)\n`,
    'server/main.ts': `import { a } from './http/app.ts'\nexport const c = () => a\n`,
  })
  expect(said).toContain('Found 0 warnings and 0 errors')
})
