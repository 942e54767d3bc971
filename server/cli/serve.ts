import type { AddCommand } from './command.ts'

export const addServe: AddCommand = (program) => {
  program
    .command('serve')
    .description('serve HTTP until SIGTERM (the default); settings come from the environment (see README)')
    .action(async () => (await import('../main.ts')).run())
}
