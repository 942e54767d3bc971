import { parentPort, workerData } from 'node:worker_threads'
import { type JudgeAsked, type JudgeOptions, openJudge } from './judge.ts'

/*
 * Judges accounts by a new model in a thread of its own, so that neither the work nor its garbage keeps the lane from
 * taking in events. One question at a time, because there is one connection. Ends when it is told to, or with an error,
 * of which the lane hears.
 */
if (!parentPort) throw new Error('This file runs as a worker thread.')
const port = parentPort
const { judge, close } = await openJudge(workerData as JudgeOptions)
let last: Promise<void> = Promise.resolve()

const answer = async (asked: JudgeAsked | 'close'): Promise<void> => {
  if (asked !== 'close') return port.postMessage(await judge(asked))
  await close()
  port.close()
}

port.on('message', (asked: JudgeAsked | 'close') => {
  last = last.then(() => answer(asked))
})
