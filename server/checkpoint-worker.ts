import { DatabaseSync } from 'node:sqlite'
import { parentPort, workerData } from 'node:worker_threads'

/**
 * Copies what SQLite's log holds into the file, in a thread of its own: the lane's commits only append to the log, and
 * what is left for them to copy when the log is full, and to be begun anew, is what came since the last look. A
 * passive checkpoint waits for nobody and holds up nobody (https://sqlite.org/pragma.html#pragma_wal_checkpoint).
 */
const LOOK_AFTER = 500

const file = new DatabaseSync(String(workerData), { timeout: 0 })
const look = () => {
  try {
    file.exec('pragma wal_checkpoint(passive)')
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
