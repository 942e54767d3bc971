import { Worker } from 'node:worker_threads'
import type { JudgeAsked, Judged, JudgeOptions } from './judge.ts'
import { threadFile } from './thread-file.ts'

/** Who judges accounts while the lane does something else. */
export type Judges = {
  /** Of fewer accounts in all the lane judges each by itself. */
  readonly worthFrom: number
  /** Rejects when it cannot be had. Asked in turn, it answers in turn. */
  readonly judge: (asked: JudgeAsked) => Promise<Judged[]>
  /** Nothing more is asked for a while. */
  readonly rest: () => Promise<void>
}

/** A thread takes longer to start than the lane to judge so many. */
const WORTH_FROM = 1000

/** A thread that judges, started when it is first asked and ended by `rest`. */
export const createJudges = (options: JudgeOptions): Judges => {
  let thread: ReturnType<typeof startThread> | null = null
  return {
    worthFrom: WORTH_FROM,
    judge: (asked) => {
      thread ??= startThread(options)
      return thread.judge(asked)
    },
    rest: async () => {
      const ending = thread
      thread = null
      await ending?.close()
    },
  }
}

type Call = { readonly resolve: (judged: Judged[]) => void; readonly reject: (error: Error) => void }

const startThread = (options: JudgeOptions) => {
  const { databaseUrl, publicUrl, channels } = options
  const worker = new Worker(threadFile('judge-worker'), {
    workerData: { databaseUrl, publicUrl, channels },
    resourceLimits: { maxYoungGenerationSizeMb: 16 },
  })
  const calls: Call[] = []
  const ended = Promise.withResolvers<void>()
  let failure: Error | null = null
  const fail = (error: Error): void => {
    failure ??= error
    for (const call of calls.splice(0)) call.reject(failure)
  }
  worker.on('message', (judged: Judged[]) => calls.shift()?.resolve(judged))
  worker.on('error', fail)
  worker.on('exit', () => {
    fail(new Error('The thread that judges has ended.'))
    ended.resolve()
  })
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  const say = (what: JudgeAsked | 'close') => worker.postMessage(what)
  return {
    judge: (asked: JudgeAsked): Promise<Judged[]> =>
      new Promise((resolve, reject) => {
        if (failure) return reject(failure)
        calls.push({ resolve, reject })
        say(asked)
      }),
    close: async (): Promise<void> => {
      say('close')
      await ended.promise
    },
  }
}
