import { EMAIL } from '../sign-in.ts'
import { type AddCommand, CommandError, EXIT } from './command.ts'
import { withInstallation } from './installation.ts'

const NO_SERVER = '\nNo server runs on this database: start one here (npm start), then open it.'

export const addSignIn: AddCommand = (program, terminal) => {
  program
    .command('sign-in')
    .argument('<email>', 'whose name stands beside what is done in the inbox')
    .description('print a link into the inbox that works once, for ten minutes')
    .action((email: string) => {
      if (!EMAIL.test(email))
        throw new CommandError(`"${email}" is no e-mail address. Wanted: one such as you@company.com.`, {
          exitCode: EXIT.misused,
        })
      return withInstallation(async ({ ask, isServer }) => {
        const body = JSON.stringify({ email })
        const signIn = await ask<{ url: string }>({ method: 'POST', path: '/api/sign-in', body })
        terminal.result(signIn, isServer === false ? signIn.url + NO_SERVER : signIn.url)
      })
    })
}
