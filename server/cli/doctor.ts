import { type AddCommand, CommandError, EXIT } from './command.ts'
import { type Finding, lookAtEverything } from './findings.ts'

const MARKS: Readonly<Record<Finding['state'], string>> = { good: 'ok  ', note: 'note', bad: 'BAD ' }

export const addDoctor: AddCommand = (program, terminal) => {
  program
    .command('doctor')
    .description('check settings, keys, database, migrations, channels, clock and disk; changes nothing')
    .action(async () => {
      const findings = await lookAtEverything(process.env, (words) => terminal.progress(words))
      terminal.result(findings, findings.map(describe).join('\n'))
      const bad = findings.filter(({ state }) => state === 'bad').length
      if (bad > 0)
        throw new CommandError(`${bad} of ${findings.length} checks failed.`, { exitCode: EXIT.failed })
    })
}

const describe = ({ state, about, words }: Finding): string =>
  `${MARKS[state]}  ${about.padEnd(14)} ${words.replaceAll('\n', `\n${' '.repeat(21)}`)}`
