import { statSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import type { Refusal } from '../intake/receipts.ts'
import { LIMITS, SECOND } from '../wire/limits.ts'
import { openBookmark } from './bookmark.ts'
import { CommandError } from './command.ts'
import { type Line, readLines } from './lines.ts'
import type { Reach } from './reach.ts'

/** Room for `{"batch":[...]}` around the lines. */
const MOST_BYTES = LIMITS.batchBytes - 1024
const MOST_EVENTS = 1000

export type Refused = { readonly line: number; readonly reason: string }
export type ImportProgress = { readonly imported: number; readonly share: number }
export type Imported = {
  /** Events that this run sent and that were new. */
  readonly imported: number
  /** Events that were there already. */
  readonly duplicates: number
  /** The line up to which an earlier run had come; null = this one began at the start. */
  readonly resumedAt: number | null
  readonly refused: readonly Refused[]
}

type From = { readonly installation: Reach; readonly fromStart: boolean }

/**
 * Sends a file's events to `/v1/import`, a batch at a time, in order. What cannot be read or is refused is left out and
 * listed. An interrupted import goes on where it stopped; sending a batch twice changes nothing.
 */
export const importFile = async (
  path: string,
  { installation, fromStart }: From,
  onProgress: (progress: ImportProgress) => void,
): Promise<Imported> => {
  const size = sizeOf(path)
  const bookmark = openBookmark(path)
  const resumedAt = fromStart ? null : bookmark.line
  const refused: Refused[] = []
  let batch: Line[] = []
  let bytes = 0
  let imported = 0
  let duplicates = 0

  const flush = async () => {
    const last = batch.at(-1)
    if (!last) return
    const sent = await send(installation, batch)
    refused.push(...sent.refused)
    duplicates += sent.duplicates
    imported += batch.length - sent.refused.length - sent.duplicates
    bookmark.put(last.line)
    onProgress({ imported, share: size === 0 ? 1 : Math.min(1, last.bytesRead / size) })
    batch = []
    bytes = 0
  }

  for await (const read of readLines(path)) {
    if (resumedAt !== null && read.line <= resumedAt) continue
    if ('reason' in read) {
      refused.push(read)
      continue
    }
    const more = Buffer.byteLength(read.json) + 1
    if (more > MOST_BYTES) {
      // No request could hold it, and the lines after it would never be sent.
      refused.push({ line: read.line, reason: `is larger than ${LIMITS.eventBytes} bytes` })
      continue
    }
    if (batch.length === MOST_EVENTS || bytes + more > MOST_BYTES) await flush()
    batch.push(read)
    bytes += more
  }
  await flush()
  bookmark.remove()
  return { imported, duplicates, resumedAt, refused: refused.sort((a, b) => a.line - b.line) }
}

const sizeOf = (path: string): number => {
  try {
    return statSync(path).size
  } catch (cause) {
    throw new CommandError(`${path} cannot be read: ${(cause as Error).message}`, { cause })
  }
}

type ImportAnswer = { readonly duplicates?: number; readonly rejected?: readonly Refusal[] }
type Sent = { readonly duplicates: number; readonly refused: readonly Refused[] }

/** A busy server asks for patience; anything else ends the import. Answers what was not new. */
const send = async (reach: Reach, batch: readonly Line[]): Promise<Sent> => {
  const body = `{"batch":[${batch.map(({ json }) => json).join(',')}]}`
  for (;;) {
    const answer = await reach.call({ method: 'POST', path: '/v1/import', body, as: 'secret' })
    if (answer.status === 200) {
      const { duplicates = 0, rejected = [] } = JSON.parse(answer.body) as ImportAnswer
      const refused = rejected.map(({ index, reason }) => ({ line: batch[index]?.line ?? 0, reason }))
      return { duplicates, refused }
    }
    if (answer.status !== 429 && answer.status !== 503)
      throw new CommandError(`The import stopped: the server answered ${answer.status}: ${answer.body}`)
    await wait((answer.retryAfter ?? 2) * SECOND)
  }
}
