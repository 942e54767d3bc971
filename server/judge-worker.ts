import { parentPort, workerData } from 'node:worker_threads'
import { type JudgeAsked, type JudgeOptions, openJudge } from './judge.ts'

/*
 * Judges accounts by a new model in a thread of its own, so that neither the work nor its garbage keeps the lane from
 * taking in events. Ends when it is told to, or with an error, of which the lane hears.
 */
if (!parentPort) throw new Error('This file runs as a worker thread.')
const port = parentPort
const opened = openJudge(workerData as JudgeOptions)

port.on('message', async (asked: JudgeAsked | 'close') => {
  const { judge, close } = await opened
  if (asked !== 'close') return port.postMessage(await judge(asked))
  await close()
  port.close()
})
