import { statSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { parentPort, workerData } from 'node:worker_threads'

/**
 * Copies what SQLite's log holds into the file, in a thread of its own: the lane's commits only append to the log, and
 * what is left for them to copy when the log is full, and to be begun anew, is what came since the last look. A
 * passive checkpoint waits for nobody and holds up nobody (https://sqlite.org/pragma.html#pragma_wal_checkpoint).
 */
const LOOK_AFTER = 500
/** Somebody who reads for long (a backup) makes the log grow; when they are done it is cut off past this. */
const MOST_LOG = 64 * 1024 * 1024
/** How long cutting off may wait for the lane (ms): a passive checkpoint does not. */
const PATIENCE = 50
/** Pages that are not copied yet when nobody keeps them from being. */
const FEW = 4000

const path = String(workerData)
const file = new DatabaseSync(path, { timeout: PATIENCE })
const checkpoint = file.prepare('pragma wal_checkpoint(passive)')

const look = () => {
  try {
    const { log, checkpointed } = checkpoint.get() ?? {}
    const isCopied = Number(log) - Number(checkpointed) < FEW
    if (isCopied && statSync(`${path}-wal`).size > MOST_LOG) file.exec('pragma wal_checkpoint(truncate)')
  } catch {
    // A disk that is full or broken is the lane's to report: it meets it with the next commit.
  }
}
const timer = setInterval(look, LOOK_AFTER)
parentPort?.once('message', () => {
  clearInterval(timer)
  file.close()
  parentPort?.close()
})
