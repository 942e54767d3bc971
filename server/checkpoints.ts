import { Worker } from 'node:worker_threads'
import { threadFile } from './thread-file.ts'

/** Starts the thread that copies SQLite's log into the file. Without it the lane does that by itself, in commits. */
export const startCheckpoints = (path: string): { readonly close: () => Promise<void> } => {
  if (path === ':memory:') return { close: async () => undefined }
  const worker = new Worker(threadFile('checkpoint-worker'), {
    workerData: path,
    resourceLimits: { maxYoungGenerationSizeMb: 1, maxOldGenerationSizeMb: 16 },
  })
  const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()))
  worker.on('error', () => undefined)
  worker.unref()
  return {
    close: async () => {
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
      worker.postMessage('close')
      await ended
    },
  }
}
