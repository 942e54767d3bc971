import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import manifest from '../../package.json' with { type: 'json' }

const folder = mkdtempSync(join(tmpdir(), 'tidemark-start-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const put = (path: string, text: string, changedAt: number) => {
  const file = join(folder, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
  utimesSync(file, changedAt, changedAt)
}

test.each([
  ['newer than the build', 2000, true],
  ['older', 500, false],
])(
  'npm start serves the build that there is, and says so when a source is %s',
  (_name, changedAt, isTold) => {
    put('package.json', JSON.stringify({ scripts: { start: manifest.scripts.start } }), 1000)
    put('dist/server/main.js', 'console.log("serving")', 1000)
    put('server/core/rule.ts', '', changedAt)
    put('widget/index.ts', '', 500)
    const { stdout, stderr, status } = spawnSync('npm', ['start', '--silent'], {
      cwd: folder,
      encoding: 'utf8',
    })
    expect([status, stdout]).toEqual([0, 'serving\n'])
    expect(stderr.includes('newer than the build')).toBe(isTold)
  },
)

test('npm start builds when there is no build', () => {
  rmSync(join(folder, 'dist'), { recursive: true })
  const build = `mkdir -p dist/server && echo 'console.log("built")' > dist/server/main.js`
  put('package.json', JSON.stringify({ scripts: { start: manifest.scripts.start, build } }), 1000)
  const { stdout } = spawnSync('npm', ['start', '--silent'], { cwd: folder, encoding: 'utf8' })
  expect(stdout).toContain('built')
})
