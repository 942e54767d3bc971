import { spawnSync } from 'node:child_process'
import { globSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { Trouble } from './ports.ts'

const SOURCES = [
  'server/**/*',
  'widget/**/*',
  'demo/app/**/*',
  'package-lock.json',
  'vite.config.ts',
  'tsconfig*.json',
]
/** The build writes these last to first; the oldest tells how old the build is. */
const PRODUCTS = [
  'dist/server/main.js',
  'dist/demo/index.html',
  'dist/inbox/index.html',
  'dist/widget/tidemark.js',
]

const changedAt = (path: string): number => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0

const isStale = (root: string): boolean => {
  const built = Math.min(...PRODUCTS.map((path) => changedAt(join(root, path))))
  return built === 0 || globSync(SOURCES, { cwd: root }).some((path) => changedAt(join(root, path)) > built)
}

/** Builds when there is no build, or when a source is newer. */
export const buildIfStale = (root: string) => {
  if (!isStale(root)) return
  console.log('Building (once, and again when sources change) ...')
  const { status } = spawnSync('npm', ['run', '--silent', 'build'], { cwd: root, stdio: 'inherit' })
  if (status !== 0) throw new Trouble('The build failed; its messages stand above.')
}
