import { CommandError, listed, type Terminal } from './command.ts'

export type Streams = { readonly stdout: NodeJS.WriteStream; readonly stderr: NodeJS.WriteStream }

/** Speaks words to people and JSON to scripts. Progress is one line that is written over. */
export const createTerminal = (
  { stdout, stderr }: Streams,
  isJson: () => boolean,
): Terminal & { fail(error: unknown): number } => {
  let isLineOpen = false
  const endLine = () => {
    if (isLineOpen) stderr.write('\n')
    isLineOpen = false
  }
  return {
    result: (value, words) => {
      endLine()
      stdout.write(`${isJson() ? JSON.stringify(value, null, 2) : words}\n`)
    },
    progress: (words) => {
      if (isJson() || !stderr.isTTY) return
      stderr.write(`\r\u001b[2K${words}`)
      isLineOpen = true
    },
    /** Says what went wrong; answers the exit code. A fault of ours keeps its stack. */
    fail: (error) => {
      endLine()
      const { message, problems, exitCode } = error instanceof CommandError ? error : faultOf(error)
      const words = problems.length > 0 ? `${message}\n${listed(problems)}` : message
      stderr.write(`${isJson() ? JSON.stringify({ error: message, problems }, null, 2) : words}\n`)
      return exitCode
    },
  }
}

const faultOf = (error: unknown): CommandError =>
  new CommandError(error instanceof Error && error.stack ? error.stack : String(error))
