import { spawnSync } from 'node:child_process'

/** `npm run test:faults`: the short form that `npm test` runs too; with `-- --long` the long one, which takes its time. */
const FAULTS = process.argv.includes('--long') ? 'long' : 'short'
const { status } = spawnSync('vitest run --project node test/faults', {
  shell: true,
  stdio: 'inherit',
  env: { ...process.env, FAULTS },
})
process.exitCode = status ?? 1
