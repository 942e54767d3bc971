import { existsSync, mkdirSync, rmdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Microseconds. Short, so that a server which has used up its share holds its locks for a moment only. */
const PERIOD = 5000

type Kind = { readonly root: string; readonly cap: (folder: string, quota: number) => void }

/** Linux's control groups: the second version, and the first where that rules the CPU. */
const KINDS: readonly Kind[] = [
  {
    root: '/sys/fs/cgroup',
    cap: (folder, quota) => writeFileSync(join(folder, 'cpu.max'), `${quota} ${PERIOD}`),
  },
  {
    root: '/sys/fs/cgroup/cpu',
    cap: (folder, quota) => {
      writeFileSync(join(folder, 'cpu.cfs_period_us'), String(PERIOD))
      writeFileSync(join(folder, 'cpu.cfs_quota_us'), String(quota))
    },
  },
]

/** Lets a process use this share of a core; answers the undo, or null where the machine does not let us. */
export const capCpu = (pid: number, share: number): (() => void) | null => {
  const kind = KINDS.find(({ root }) => existsSync(join(root, 'cgroup.procs')))
  if (!kind) return null
  const folder = join(kind.root, `tidemark-bench-${pid}`)
  const undo = () => {
    writeFileSync(join(kind.root, 'cgroup.procs'), String(pid))
    rmdirSync(folder)
  }
  try {
    mkdirSync(folder)
    kind.cap(folder, Math.round(share * PERIOD))
    writeFileSync(join(folder, 'cgroup.procs'), String(pid))
    return undo
  } catch {
    if (existsSync(folder)) rmdirSync(folder)
    return null
  }
}
