import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { WireEvent } from '../../server/wire/event.ts'
import { LIMITS, SECOND } from '../../server/wire/limits.ts'
import type { History } from '../history/generate.ts'
import { Trouble } from './ports.ts'
import type { Progress } from './progress.ts'

/** Which history this folder has, and how many of its events Tidemark has taken. */
type Bookmark = {
  readonly seed: string
  readonly now: number
  readonly sent: number
  readonly of: number | null
}

const TRIES = 8
/** Room for the envelope around the events. */
const CHUNK_BYTES = LIMITS.batchBytes - 1024

const readBookmark = (path: string, fresh: Bookmark): Bookmark => {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return fresh
  }
}

/** Whole events, as JSON, that fit one request. */
const chunkFrom = (events: readonly WireEvent[], from: number): string[] => {
  const chunk: string[] = []
  let bytes = 0
  for (let at = from; at < events.length && chunk.length < LIMITS.batchEvents; at++) {
    const text = JSON.stringify(events[at])
    bytes += Buffer.byteLength(text) + 1
    if (bytes > CHUNK_BYTES && chunk.length > 0) break
    chunk.push(text)
  }
  return chunk
}

const post = (url: string, secretKey: string, chunk: readonly string[]) =>
  fetch(`${url}/v1/import`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`${secretKey}:`).toString('base64')}`,
      'content-type': 'application/json',
    },
    body: `{"batch":[${chunk.join(',')}]}`,
  })

/** Sending a chunk twice counts once, so any doubt is a reason to send it again. */
const send = async (url: string, secretKey: string, chunk: readonly string[]) => {
  let said = ''
  for (let tried = 0; tried < TRIES; tried++) {
    const answer = await post(url, secretKey, chunk).catch((error: Error) => error)
    if (answer instanceof Error) said = answer.message
    else if (answer.ok) return void (await answer.text())
    else said = `${answer.status} ${await answer.text()}`
    const isTransient = answer instanceof Error || answer.status === 429 || answer.status >= 500
    if (!isTransient) break
    const after = answer instanceof Error ? 0 : Number(answer.headers.get('retry-after'))
    await wait(Math.max(after, 0.25 * 2 ** tried) * SECOND)
  }
  throw new Trouble(`The import stopped; start again to go on from there. Tidemark said: ${said}`)
}

/**
 * Puts the made-up history through `/v1/import`, once for this folder; an interrupted import goes on where it was.
 * Resolves with the number of events sent now.
 */
export const importHistory = async (options: {
  url: string
  secretKey: string
  directory: string
  seed: string
  now: number
  generate: (of: { seed: string; now: number }) => Pick<History, 'events'>
  progress: Progress
}): Promise<number> => {
  const path = join(options.directory, 'history.json')
  const fresh = { seed: options.seed, now: options.now, sent: 0, of: null }
  const bookmark = readBookmark(path, fresh)
  if (bookmark.sent === bookmark.of) return 0

  const { events } = options.generate(bookmark)
  const note = (sent: number) => writeFileSync(path, JSON.stringify({ ...bookmark, sent, of: events.length }))
  let sent = bookmark.sent
  note(sent)
  while (sent < events.length) {
    const chunk = chunkFrom(events, sent)
    await send(options.url, options.secretKey, chunk)
    sent += chunk.length
    note(sent)
    options.progress(sent, events.length)
  }
  return sent - bookmark.sent
}
