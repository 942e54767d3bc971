import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { compose } from 'node:stream'
import { CommandError, EXIT } from './command.ts'

/** One event of a file as JSON text, or why the line is none. `line` counts from 1 as editors do. */
export type Line = { readonly line: number; readonly json: string; readonly bytesRead: number }
export type NoEvent = { readonly line: number; readonly reason: string }

/** The events of a `.jsonl` or `.csv` file, in order. */
export const readLines = (path: string): AsyncGenerator<Line | NoEvent> => {
  if (/\.(jsonl|ndjson|json)$/i.test(path)) return readJsonLines(path)
  if (/\.csv$/i.test(path)) return readCsv(path)
  throw new CommandError(`${path}: the name must end in .jsonl (one event a line) or .csv`)
}

async function* readJsonLines(path: string): AsyncGenerator<Line | NoEvent> {
  let line = 0
  let bytesRead = 0
  const input = createReadStream(path)
  for await (const text of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    line += 1
    bytesRead += Buffer.byteLength(text) + 1
    const json = line === 1 ? text.replace(/^\uFEFF/, '') : text
    if (json.trim() !== '')
      yield isObject(json) ? { line, json, bytesRead } : { line, reason: 'this is no JSON object' }
  }
}

const isObject = (text: string): boolean => {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
  } catch {
    return false
  }
}

async function* readCsv(path: string): AsyncGenerator<Line | NoEvent> {
  // Loaded only when wanted.
  const [{ parse }, { eventOf }] = await Promise.all([import('csv-parse'), import('./csv-event.ts')])
  const skipped: NoEvent[] = []
  const parser = compose(
    withoutReturns(createReadStream(path, 'utf8')),
    parse({
      bom: true,
      columns: (header: string[]) => {
        requireColumns(path, header)
        return header
      },
      info: true,
      skip_empty_lines: true,
      skip_records_with_error: true,
      on_skip: (error) =>
        void skipped.push({ line: Number(error?.['lines'] ?? 0), reason: error?.message ?? '' }),
      trim: true,
    }),
  )
  for await (const { record, info } of parser) {
    yield* skipped.splice(0)
    yield { line: info.lines, json: JSON.stringify(eventOf(record)), bytesRead: info.bytes }
  }
  yield* skipped
}

/** Line ends of one character: csv-parse counts those of two twice when they stand inside a cell. */
async function* withoutReturns(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  let held = ''
  for await (const chunk of chunks) {
    const text = held + chunk
    held = text.endsWith('\r') ? '\r' : ''
    yield text.slice(0, text.length - held.length).replaceAll('\r\n', '\n')
  }
  yield held
}

/** Said once: without a sender every row would be refused, each by itself; of two columns of one name one is lost. */
const requireColumns = (path: string, columns: readonly string[]): void => {
  const stop = (what: string): never => {
    throw new CommandError(`${path} ${what}`, { exitCode: EXIT.misused })
  }
  const twice = columns.find((column, i) => columns.indexOf(column) < i)
  if (twice !== undefined) stop(`has two columns "${twice}": nobody knows which of them is meant.`)
  if (columns.includes('userId') || columns.includes('anonymousId')) return
  const [only = ''] = columns
  if (columns.length === 1 && /[;\t|]/.test(only))
    stop(`has one column "${only}": its cells must be separated by commas.`)
  const meant = columns.find((column) => /^(user|anonymous)id$/i.test(column.replace(/[^a-z]/gi, '')))
  const hint =
    meant === undefined ? `It has: ${columns.join(', ')}.` : `Perhaps "${meant}" is meant: rename it.`
  stop(`has no column userId (or anonymousId): nobody knows whose events these are. ${hint}`)
}
