import { SECOND } from '../../server/wire/limits.ts'

/** Told how much of a long job is done. */
export type Progress = (done: number, of: number) => void

const WIDTH = 32

const draw = (done: number, of: number, tookAfter: number): string => {
  const share = done / of
  const filled = Math.round(share * WIDTH)
  const left = Math.ceil((tookAfter / SECOND) * (1 / share - 1))
  const bar = `${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)}`
  const rest = done === of ? '' : `, ${left} s left`
  return `  ${bar} ${Math.floor(share * 100)} %  ${done.toLocaleString('en')} of ${of.toLocaleString('en')} events${rest}`
}

/** A bar that redraws itself on a terminal; elsewhere a line for every tenth. */
export const progressBar = (out: NodeJS.WriteStream, now: () => number): Progress => {
  const startedAt = now()
  let tenths = 0
  return (done, of) => {
    const text = draw(done, of, now() - startedAt)
    if (out.isTTY) {
      out.write(`\r\x1b[K${text}${done === of ? '\n' : ''}`)
      return
    }
    const reached = Math.floor((10 * done) / of)
    if (reached > tenths) out.write(`${text}\n`)
    tenths = reached
  }
}
