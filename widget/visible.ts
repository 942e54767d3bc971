import type { Host } from './host.ts'

/** Runs `done` after the page has been visible for so long, in all, whatever the clock says. Returns its undo. */
export const afterVisible = ({ listen }: Host, span: number, done: () => void): (() => void) => {
  const now = () => performance.now()
  let left = span
  let since = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  const look = () => {
    clearTimeout(timer)
    if (since) left -= now() - since
    since = document.hidden ? 0 : now()
    if (since) timer = setTimeout(finish, left)
  }
  const stop = () => {
    clearTimeout(timer)
    unlisten()
  }
  const finish = () => {
    stop()
    done()
  }
  const unlisten = listen(document, 'visibilitychange', look)
  look()
  return stop
}
