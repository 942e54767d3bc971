import { type AddCommand, CommandError } from './command.ts'
import { count } from './count.ts'
import { readSettings } from './installation.ts'

export const addMigrate: AddCommand = (program, terminal) => {
  program
    .command('migrate')
    .description('bring the database to the newest form; a server does so by itself when it starts')
    .action(async () => {
      const { databaseUrl } = await readSettings()
      const { migrateStore } = await import('../store/store.ts')
      const applied = await migrateStore(databaseUrl).catch((cause: Error) => {
        throw new CommandError(cause.message, { cause })
      })
      terminal.result(
        { applied },
        applied.length === 0
          ? 'The database is up to date.'
          : `${count(applied.length, 'migration')} applied: ${applied.join(', ')}`,
      )
    })
}
