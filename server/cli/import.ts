import { type AddCommand, CommandError, EXIT } from './command.ts'
import { count } from './count.ts'
import { importFile, type Refused } from './import-file.ts'
import { withInstallation } from './installation.ts'

const SHOWN = 20

export const addImport: AddCommand = (program, terminal) => {
  program
    .command('import')
    .argument(
      '<file>',
      '.jsonl (one event a line, as POST /v1/import takes them) or .csv (columns type, event, userId, groupId, timestamp, traits.email ...; any other column is a property)',
    )
    .option('--from-start', 'begin anew instead of going on where an interrupted import stopped')
    .description(
      'import past events, oldest first; they open and close leads as history and escalate nothing',
    )
    .action((file: string, { fromStart = false }: { fromStart?: boolean }) =>
      withInstallation(
        async (installation) => {
          const result = await importFile(file, { installation, fromStart }, ({ imported, share }) =>
            terminal.progress(`${Math.floor(share * 100)} %  ${count(imported, 'event')}`),
          )
          const { imported, duplicates, resumedAt, refused } = result
          const were = duplicates === 1 ? 'was' : 'were'
          const known = duplicates === 0 ? '' : ` ${count(duplicates, 'event')} ${were} there already.`
          const from = resumedAt === null ? '' : ` Went on after line ${resumedAt}.`
          terminal.result(result, `${count(imported, 'event')} imported.${known}${from}`)
          if (refused.length > 0) throw new CommandError(describe(refused), { exitCode: EXIT.partly })
        },
        { mayMake: true },
      ),
    )
}

const describe = (refused: readonly Refused[]): string =>
  [
    `${count(refused.length, 'line')} left out:`,
    ...refused.slice(0, SHOWN).map(({ line, reason }) => `  line ${line}: ${reason}`),
    ...(refused.length > SHOWN ? [`  and ${refused.length - SHOWN} more (--json lists them all)`] : []),
  ].join('\n')
