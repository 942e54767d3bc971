#!/usr/bin/env node
import { Command } from 'commander'
import { explain } from './cli/explain.ts'
import { importFile } from './cli/import-file.ts'
import { type Call, type Reach, reach } from './cli/reach.ts'
import { describeProblems, readConfig } from './config.ts'
import type { UserView } from './wire/view.ts'

/** What the person at the keyboard has to know; printed without a stack. */
class CommandError extends Error {}

const program = new Command('tidemark')
  .description('Tidemark: product-qualified leads, handed to sales with the reasons.')
  .showSuggestionAfterError()
  .showHelpAfterError('(tidemark --help lists the commands)')

program
  .command('serve')
  .description('serve HTTP until SIGTERM (the default); settings come from the environment (see README)')
  .action(async () => (await import('./main.ts')).run())

program
  .command('sign-in')
  .argument('<email>', 'whose name stands beside what is done in the inbox')
  .description('print a link into the inbox that works once, for ten minutes')
  .action((email: string) =>
    withInstallation(async (installation) => {
      const body = JSON.stringify({ email })
      const { url } = await ask<{ url: string }>(installation, {
        method: 'POST',
        path: '/api/sign-in',
        body,
        as: 'admin',
      })
      console.log(url)
    }),
  )

program
  .command('explain')
  .argument('<userId>')
  .option('--json', 'print the answer of the API')
  .description("print a user's score with its reasons")
  .action((userId: string, options: { json?: true }) =>
    withInstallation(async (installation) => {
      const path = `/api/users/${encodeURIComponent(userId)}`
      const user = await ask<UserView>(installation, { method: 'GET', path, as: 'admin' })
      console.log(options.json ? JSON.stringify(user, null, 2) : explain(user))
    }),
  )

program
  .command('import')
  .argument('<file>', 'JSON lines: one event each, as POST /v1/import takes them')
  .description('import past events, oldest first; they escalate nothing')
  .action((file: string) =>
    withInstallation(async (installation) => {
      const { events, badLines } = await importFile(file, installation, ({ events: sent, share }) =>
        process.stderr.write(`\r${Math.floor(share * 100)} %  ${sent} events`),
      )
      process.stderr.write('\n')
      console.log(`${events} events sent.`)
      if (badLines.length > 0)
        throw new CommandError(
          `${badLines.length} lines are no JSON objects and were left out: ${badLines.slice(0, 20).join(', ')}`,
        )
    }),
  )

program
  .command('rebuild')
  .description('fold every profile anew from the journal; leads and deliveries stay as they are')
  .action(() =>
    withInstallation(async (installation) => {
      const call: Call = { method: 'POST', path: '/api/rebuild', as: 'admin' }
      const { members, changed } = await ask<{ members: number; changed: number }>(installation, call)
      console.log(`${members} profiles folded, ${changed} changed.`)
    }),
  )

const withInstallation = async (work: (installation: Reach) => Promise<void>): Promise<void> => {
  const result = await readConfig(process.env)
  if (!result.ok) throw new CommandError(describeProblems(result.problems))
  const installation = await reach(result.config).catch((cause: Error) => {
    throw new CommandError(cause.message, { cause })
  })
  try {
    await work(installation)
  } finally {
    await installation.close()
  }
}

const ask = async <T>(installation: Reach, call: Call): Promise<T> => {
  const { status, body } = await installation.call(call)
  if (status < 400) return JSON.parse(body) as T
  const { detail, title } = JSON.parse(body) as { detail?: string; title: string }
  throw new CommandError(detail ?? title)
}

try {
  await program.parseAsync(process.argv.length > 2 ? process.argv : [...process.argv, 'serve'])
} catch (error) {
  console.error(error instanceof CommandError ? error.message : error)
  process.exitCode = 1
}
