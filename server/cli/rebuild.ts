import type { RebuildPass } from '../wire/operations.ts'
import type { AddCommand } from './command.ts'
import { count } from './count.ts'
import { withInstallation } from './installation.ts'

export const addRebuild: AddCommand = (program, terminal) => {
  program
    .command('rebuild')
    .description('fold every profile anew from the journal, beside whatever runs; leads and deliveries stay')
    .action(() =>
      withInstallation(async ({ ask }) => {
        for (;;) {
          const pass = await ask<RebuildPass>({ method: 'POST', path: '/api/rebuild' })
          const { members, changed, done, total, isOver } = pass
          if (isOver) return terminal.result(pass, `${count(members, 'profile')} folded, ${changed} changed.`)
          terminal.progress(
            `${Math.floor((100 * done) / Math.max(1, total))} %  ${done} of ${total} accounts`,
          )
        }
      }),
    )
}
