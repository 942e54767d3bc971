import { statSync } from 'node:fs'
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { parentPort, workerData } from 'node:worker_threads'

/**
 * Copies what SQLite's log holds into the file, in a thread of its own: the lane's commits only append to the log. A
 * passive checkpoint waits for nobody and holds up nobody, but while somebody writes it never comes to the end, where
 * the log could begin anew. So when it is long, what came meanwhile is copied at once again, until it is so little that
 * the lane may be kept from writing for it (https://sqlite.org/pragma.html#pragma_wal_checkpoint).
 */
const LOOK_AFTER = 500
/** After so many pages it looks again sooner: while many reach the disk at once, commits wait for it, too. */
const MUCH = 500
const SOON = 200
/** Pages after which the log is to begin anew, and those that are copied while the lane must wait. */
const LONG = 4000
const FEW = 100
/** Somebody who reads for long (a backup) makes the log grow; when they are done it is cut off past this. */
const MOST_LOG = 64 * 1024 * 1024
/** Mostly somebody is just writing: so often it is tried, 1 ms apart. SQLite's own waiting would wait for readers, too. */
const ROUNDS = 40

const path = String(workerData)
const file = new DatabaseSync(path, { timeout: 0 })
const passive = file.prepare('pragma wal_checkpoint(passive)')
const anew = file.prepare('pragma wal_checkpoint(restart)')
const cutOff = file.prepare('pragma wal_checkpoint(truncate)')

const NEVER = new Int32Array(new SharedArrayBuffer(4))

/** Pages of the log that were copied. */
let copied = 0

const isHuge = (): boolean => statSync(`${path}-wal`).size > MOST_LOG

/** Copies what came: so many pages. Answers too whether the log is to begin anew, and nobody reads what was before it. */
const copy = (how: StatementSync): { readonly came: number; readonly isLong: boolean } => {
  const { busy, log, checkpointed } = how.get() ?? {}
  const came = Number(log) - copied
  const isAnew = how !== passive && busy === 0
  copied = isAnew ? 0 : Number(checkpointed)
  const isLong = !isAnew && log === checkpointed && (copied > LONG || isHuge())
  return { came: came < 0 ? Number(log) : came, isLong }
}

const beginAnew = (): void => {
  const ending = isHuge() ? cutOff : anew
  let last = copy(passive)
  for (let round = 0; round < ROUNDS && last.isLong; round++) {
    if (last.came < FEW) Atomics.wait(NEVER, 0, 0, 1)
    last = copy(last.came < FEW ? ending : passive)
  }
}

const look = (): void => {
  let came = 0
  try {
    const first = copy(passive)
    came = first.came
    if (first.isLong) beginAnew()
  } catch {
    // A disk that is full or broken is the lane's to report: it meets it with the next commit.
  }
  timer = setTimeout(look, came > MUCH ? SOON : LOOK_AFTER)
}
let timer = setTimeout(look, LOOK_AFTER)
parentPort?.once('message', () => {
  clearTimeout(timer)
  file.close()
  parentPort?.close()
})
