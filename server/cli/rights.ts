import { writeFileSync } from 'node:fs'
import type { Erasure, Export } from '../wire/operations.ts'
import { type AddCommand, CommandError, EXIT } from './command.ts'
import { count } from './count.ts'
import { withInstallation } from './installation.ts'

type Options = { readonly account?: true; readonly yes?: true; readonly out?: string }

/** A person's rights, on the command line: a copy of everything, and being forgotten. */
export const addRights: AddCommand = (program, terminal) => {
  program
    .command('export')
    .argument('<id>', 'a user id; with --account an account id')
    .option('--account', 'the id is an account')
    .option('--out <file>', 'write it there instead of printing it')
    .description('everything that is kept about a person or an account, as JSON')
    .action((id: string, { account, out }: Options) =>
      withInstallation(async ({ ask }) => {
        const copy = await ask<Export>({ method: 'GET', path: `${pathOf(id, account)}/export` })
        const text = JSON.stringify(copy, null, 2)
        if (out === undefined) return terminal.result(copy, text)
        write(out, `${text}\n`)
        terminal.result({ file: out }, `${out} holds ${count(copy.events.length, 'event')}.`)
      }),
    )

  program
    .command('forget')
    .argument('<id>', 'a user id; with --account an account id')
    .option('--account', 'the id is an account')
    .option('--yes', 'erase without asking again')
    .description('erase everything about a person or an account, for good')
    .action((id: string, { account, yes }: Options) => {
      if (!yes)
        throw new CommandError(`Nothing brings "${id}" back. Say --yes when you mean it.`, {
          exitCode: EXIT.misused,
        })
      return withInstallation(async ({ ask }) => {
        const proof = await ask<Erasure>({ method: 'DELETE', path: pathOf(id, account) })
        terminal.result(proof, wordsOf(proof))
      })
    })
}

const write = (path: string, text: string): void => {
  try {
    writeFileSync(path, text, { mode: 0o600 })
  } catch (cause) {
    throw new CommandError(`${path} cannot be written: ${(cause as Error).message}`, { cause })
  }
}

const pathOf = (id: string, account: true | undefined): string =>
  `/api/${account ? 'accounts' : 'users'}/${encodeURIComponent(id)}`

/** `promptStates` as people write it. */
const spaced = (name: string): string => name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)

const wordsOf = ({ id, removed, refolded, seq }: Erasure): string =>
  [
    `Erased "${id}". Removed:`,
    ...Object.entries(removed).map(([what, n]) => `${String(n).padStart(9)}  ${spaced(what)}`),
    `${count(refolded, 'account')} folded anew. Entry ${seq} of the journal says that this was done, not to whom.`,
    'Backups made before still hold it.',
  ].join('\n')
