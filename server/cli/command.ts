import type { Command } from 'commander'

/** Adds one command to the program; each lives in a file of its own and is listed in cli.ts. */
export type AddCommand = (program: Command, terminal: Terminal) => void

/** What a command tells the person (or script) that ran it. */
export type Terminal = {
  /** The result: words, or with `--json` the value as JSON. Goes to stdout, once. */
  readonly result: (value: unknown, words: string) => void
  /** How far it is; only on a screen, never in a pipe. */
  readonly progress: (words: string) => void
}

/** What 0 to 3 mean to a script. */
export const EXIT = { done: 0, failed: 1, misused: 2, partly: 3 } as const

export type ProblemLine = { readonly path: string; readonly given: string; readonly wanted: string }

/** What the person at the keyboard has to know; printed without a stack. */
export class CommandError extends Error {
  readonly exitCode: number
  readonly problems: readonly ProblemLine[]
  constructor(
    message: string,
    { exitCode = EXIT.failed, problems = [], cause }: Partial<CommandErrorOptions> = {},
  ) {
    super(message, { cause })
    this.exitCode = exitCode
    this.problems = problems
  }
}

type CommandErrorOptions = {
  readonly exitCode: number
  readonly problems: readonly ProblemLine[]
  readonly cause: unknown
}

/** Every mistake with what stands there and what would be right. */
export const listed = (problems: readonly ProblemLine[]): string =>
  problems
    .map(({ path, given, wanted }) => `  ${path || '/'}\n    given:  ${given}\n    wanted: ${wanted}`)
    .join('\n')
