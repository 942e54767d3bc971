import { setTimeout as wait } from 'node:timers/promises'
import { SECOND } from '../wire/limits.ts'
import type { ModelProgress } from '../wire/model-view.ts'
import type { Terminal } from './command.ts'
import { count } from './count.ts'
import type { Installation } from './installation.ts'

const LOOK_AFTER = SECOND / 4

/** Follows the judging of everybody by the newest model; answers in words how it ended. */
export const watchSweep = async (
  { ask, isServer, advance }: Installation,
  terminal: Terminal,
): Promise<string> => {
  for (;;) {
    const { done, total, finishedAt } = await ask<ModelProgress>({
      method: 'GET',
      path: '/api/model/progress',
    })
    if (finishedAt !== null) return `${count(total, 'account')} judged by it`
    terminal.progress(
      `${total === 0 ? 100 : Math.floor((100 * done) / total)} %  ${done} of ${total} accounts`,
    )
    if (isServer) await wait(LOOK_AFTER)
    else await advance()
  }
}
