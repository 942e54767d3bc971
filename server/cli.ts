#!/usr/bin/env node
import { Command, type CommanderError } from 'commander'
import about from '../package.json' with { type: 'json' }
import { addBackup } from './cli/backup.ts'
import { type AddCommand, CommandError, EXIT } from './cli/command.ts'
import { addDoctor } from './cli/doctor.ts'
import { addExplain } from './cli/explain.ts'
import { addImport } from './cli/import.ts'
import { addMigrate } from './cli/migrate.ts'
import { addModel } from './cli/model.ts'
import { addMove } from './cli/move.ts'
import { addRebuild } from './cli/rebuild.ts'
import { addRights } from './cli/rights.ts'
import { addServe } from './cli/serve.ts'
import { addSignIn } from './cli/sign-in.ts'
import { createTerminal } from './cli/terminal.ts'

/** A new command is a file in cli/ and a name here. */
const COMMANDS: readonly AddCommand[] = [
  addServe,
  addSignIn,
  addDoctor,
  addModel,
  addExplain,
  addImport,
  addRebuild,
  addMigrate,
  addBackup,
  addMove,
  addRights,
]

const isJson = (): boolean => program.opts<{ json?: true }>().json === true
const program = new Command('tidemark')
  .description('Tidemark: product-qualified leads, handed to sales with the reasons.')
  .version(about.version, '--version', 'print which version this is')
  .option('--json', 'print JSON, for scripts')
  .addHelpText('after', '\nExit codes: 0 done, 1 failed, 2 wrongly called, 3 done in part.')
  .showSuggestionAfterError()
  .configureOutput({
    outputError: () => {},
    writeErr: (words) => {
      if (!isJson()) process.stderr.write(words)
    },
  })
  .exitOverride()
const terminal = createTerminal(process, isJson)
for (const add of COMMANDS) add(program, terminal)

// Whoever reads a part only (`| head`) has seen enough.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit()
})

const isCommanders = (error: unknown): error is CommanderError =>
  error instanceof Error && 'code' in error && String(error.code).startsWith('commander.')

/** How it was wrongly called; null where help or the version was asked for. */
const misuseOf = ({ code, message, exitCode }: CommanderError): CommandError | null => {
  if (exitCode === 0) return null
  const isHelp = code === 'commander.help'
  const words = isHelp
    ? 'A command is missing, or there is none of that name.'
    : message.replace(/^error: /, '')
  return new CommandError(`${words}\n(tidemark --help lists the commands)`, { exitCode: EXIT.misused })
}

try {
  await program.parseAsync(process.argv.length > 2 ? process.argv : [...process.argv, 'serve'])
} catch (error) {
  const failure = isCommanders(error) ? misuseOf(error) : error
  if (failure) process.exitCode = terminal.fail(failure)
}
