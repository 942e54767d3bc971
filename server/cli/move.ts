import type { Config } from '../config.ts'
import type { MoveProgress } from '../move/move.ts'
import { databaseFile } from '../run-file.ts'
import { type AddCommand, CommandError, EXIT } from './command.ts'
import { count } from './count.ts'
import { readSettings, requireDatabase } from './installation.ts'

export const addMove: AddCommand = (program, terminal) => {
  program
    .command('move')
    .requiredOption('--to <url>', 'postgres://user:password@host/database, empty')
    .description(
      'copy everything from SQLite to Postgres and compare; begun again, it goes on where it stopped',
    )
    .action(async ({ to }: { to: string }) => {
      const config = await readSettings()
      const moved = await moveTo(to, config, (progress) => terminal.progress(wordsOf(progress))).catch(
        (cause: Error) => {
          throw cause instanceof CommandError ? cause : new CommandError(cause.message, { cause })
        },
      )
      const rows = moved.reduce((sum, table) => sum + table.rows, 0)
      terminal.result(
        moved,
        [
          ...moved.map(
            (table) => `${String(table.rows).padStart(12)}  ${table.table.padEnd(18)} ${table.checksum}`,
          ),
          `${count(rows, 'row')} in ${count(moved.length, 'table')}, the same in both. Start the server with DATABASE_URL set to the new database; the old file is as it was.`,
        ].join('\n'),
      )
    })
}

const wordsOf = ({ doing, done, total }: MoveProgress): string =>
  `${doing}  ${Math.floor((100 * done) / Math.max(1, total))} %  ${done} of ${total} rows`

const moveTo = async (url: string, config: Config, onProgress: (progress: MoveProgress) => void) => {
  const file = databaseFile(config.databaseUrl)
  if (file === null || !/^postgres(ql)?:\/\//.test(url))
    throw new CommandError(
      'A move goes from a SQLite file (DATABASE_URL) to Postgres (--to postgres://...).',
      {
        exitCode: EXIT.misused,
      },
    )
  requireDatabase(config)
  const [{ openInstallation }, { openStore }, { holdFile }, { move }] = await Promise.all([
    import('../open-installation.ts'),
    import('../store/store.ts'),
    import('../store/sqlite.ts'),
    import('../move/move.ts'),
  ])
  // Opened and closed once as a server does, so that nothing is left that only a journal knows.
  const { lane } = await openInstallation(config)
  await lane.close()
  const release = holdFile(file)
  const from = await openStore(config.databaseUrl)
  try {
    const target = await openStore(url)
    try {
      return await move(from, target, onProgress)
    } finally {
      await target.close()
    }
  } finally {
    await from.close()
    release()
  }
}
