import type { Config } from '../config.ts'
import { databaseFile } from '../run-file.ts'
import { type AddCommand, CommandError } from './command.ts'
import { count } from './count.ts'
import { readSettings } from './installation.ts'

export const addBackup: AddCommand = (program, terminal) => {
  program
    .command('backup')
    .argument('<file>', 'a file that does not exist yet')
    .description('copy the database, also beside a busy server; all that was acknowledged before is in it')
    .action(async (to: string) => {
      const database = fileOf(await readSettings())
      const { backUp } = await import('../backup.ts')
      const copied = said(() => backUp(database, to))
      terminal.result(
        copied,
        `${to} holds ${count(copied.events, 'entry', 'entries')} and ${count(copied.accounts, 'account')}. Keys and personal data are in it: keep it as safe as the database.`,
      )
    })

  program
    .command('restore')
    .argument('<file>', 'made by backup')
    .description('put a backup where the database is; what was there is kept beside it')
    .action(async (from: string) => {
      const database = fileOf(await readSettings())
      const { restore } = await import('../backup.ts')
      const restored = said(() => restore(from, { database, now: Date.now() }))
      const former = restored.kept ? ` What was there is now ${restored.kept}.` : ''
      terminal.result(
        restored,
        `${database} holds ${count(restored.events, 'entry', 'entries')} and ${count(restored.accounts, 'account')} again.${former}`,
      )
    })
}

const fileOf = ({ databaseUrl }: Config): string => {
  const file = databaseFile(databaseUrl)
  if (file !== null) return file
  throw new CommandError('This is for SQLite. For Postgres use its own tools: pg_dump and pg_restore.')
}

const said = <T>(work: () => T): T => {
  try {
    return work()
  } catch (cause) {
    throw new CommandError((cause as Error).message, { cause })
  }
}
