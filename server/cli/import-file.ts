import { createReadStream, statSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import { LIMITS, SECOND } from '../wire/limits.ts'
import type { Reach } from './reach.ts'

/** Room for `{"batch":[...]}` around the lines. */
const MOST_CHARACTERS = LIMITS.batchBytes - 1024
const MOST_EVENTS = 1000

export type ImportProgress = { readonly events: number; readonly share: number }
export type ImportResult = { readonly events: number; readonly badLines: readonly number[] }

/**
 * Sends a file with one event a line to `/v1/import`, a batch at a time, in order. Lines that are no JSON objects are
 * left out and their numbers returned; events that the server refuses are listed at /api/rejected.
 */
export const importFile = async (
  path: string,
  reach: Reach,
  onProgress: (progress: ImportProgress) => void,
): Promise<ImportResult> => {
  const { size } = statSync(path)
  const badLines: number[] = []
  let batch: string[] = []
  let characters = 0
  let bytesRead = 0
  let line = 0
  let events = 0

  const flush = async () => {
    if (batch.length === 0) return
    await send(reach, `{"batch":[${batch.join(',')}]}`)
    events += batch.length
    batch = []
    characters = 0
    onProgress({ events, share: size === 0 ? 1 : Math.min(1, bytesRead / size) })
  }

  for await (const text of createInterface({
    input: createReadStream(path),
    crlfDelay: Number.POSITIVE_INFINITY,
  })) {
    line += 1
    bytesRead += Buffer.byteLength(text) + 1
    if (text.trim() === '') continue
    if (!isObject(text)) {
      badLines.push(line)
      continue
    }
    if (batch.length === MOST_EVENTS || characters + Buffer.byteLength(text) + 1 > MOST_CHARACTERS)
      await flush()
    batch.push(text)
    characters += Buffer.byteLength(text) + 1
  }
  await flush()
  return { events, badLines }
}

/** A busy server asks for patience; anything else ends the import. Sending a batch twice changes nothing. */
const send = async (reach: Reach, body: string): Promise<void> => {
  for (;;) {
    const answer = await reach.call({ method: 'POST', path: '/v1/import', body, as: 'secret' })
    if (answer.status === 200) return
    if (answer.status !== 429 && answer.status !== 503)
      throw new Error(`The server answered ${answer.status}: ${answer.body}`)
    await wait((answer.retryAfter ?? 2) * SECOND)
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
