import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'

const TICKS_PER_SECOND = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }))

/** CPU seconds (user + system, all threads) a process has used, from Linux's /proc/PID/stat (proc(5), fields 14 and 15). */
export const cpuSeconds = (pid: number): number => secondsOf(pid, 14)

/** The same of its children that ended and were waited for (fields 16 and 17). */
export const cpuOfEnded = (pid: number): number => secondsOf(pid, 16)

/** The user time that stands in this field and the system time in the next; the name, field 2, may hold blanks. */
const secondsOf = (pid: number, field: number): number => {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[field - 3]) + Number(fields[field - 2])) / TICKS_PER_SECOND
}

/** Resident memory in bytes, from /proc/PID/status. */
export const residentBytes = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024

export type Running = { pid: number; child: ChildProcess; stop(): Promise<void> }

/** Starts a Node script and waits until `url` answers 200; the time from spawn to that answer is `readyAfter` ms. */
export const startNode = async (
  script: string,
  env: NodeJS.ProcessEnv,
  url: string,
): Promise<Running & { readyAfter: number }> => {
  const startedAt = performance.now()
  const child = spawn(process.execPath, [script], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const { pid } = child
  if (pid === undefined) throw new Error(`${script} did not start`)
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM')
    await exited
  }
  while (!(await answers(url))) {
    if (child.exitCode !== null)
      throw new Error(`${script} stopped with code ${child.exitCode} before ${url} answered`)
    if (performance.now() - startedAt > 30_000)
      throw new Error(`${script}: ${url} did not answer within 30 s`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  return { pid, child, stop, readyAfter: performance.now() - startedAt }
}

const answers = (url: string): Promise<boolean> =>
  fetch(url, {
    method: url.endsWith('readyz') ? 'GET' : 'POST',
    ...(url.endsWith('readyz') ? {} : { body: '{}' }),
  }).then(
    (response) => response.ok,
    () => false,
  )
