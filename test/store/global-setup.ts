import type { TestProject } from 'vitest/node'
import { startPostgres } from './postgres.ts'

declare module 'vitest' {
  // oxlint-disable-next-line typescript/consistent-type-definitions -- vitest is told by merging into its interface
  export interface ProvidedContext {
    /** The cluster that all test files share; null = there is none. */
    postgres: string | null
  }
}

/** One Postgres cluster for the whole run. Without the programs its tests are skipped, and the run says so once. */
export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const cluster = await startPostgres()
  if (typeof cluster === 'string') {
    console.warn(`Tests on Postgres are skipped: ${cluster}.`)
    provide('postgres', null)
    return async () => undefined
  }
  provide('postgres', cluster.url)
  return cluster.stop
}
