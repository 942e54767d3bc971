import { Worker } from 'node:worker_threads'
import { startCheckpoints } from './checkpoints.ts'
import type { Commands, Lane, LaneNews, LaneOptions } from './commands.ts'
import { createCommands } from './lane-commands.ts'
import { type Answer, COMMANDS, type CommandName, type Question, toError } from './lane-rpc.ts'
import { shareNews } from './share-news.ts'
import { holdFile } from './store/sqlite.ts'
import { openStore } from './store/store.ts'
import { threadFile } from './thread-file.ts'

type Listener = (news: LaneNews) => void

/**
 * Opens the database: a SQLite file in a thread of its own, so that a slow disk never holds up HTTP; Postgres in this
 * thread, because there the waiting is done by the network. Rejects, saying what to do, when it cannot be opened.
 */
export const openLane = (options: LaneOptions): Promise<Lane> =>
  options.databaseUrl.startsWith('sqlite:') ? openInWorker(options) : openHere(options)

const createNews = () => {
  const listeners = new Set<Listener>()
  return {
    emit: (news: LaneNews) => {
      if (news.leads.length === 0 && !news.outbox && news.dueAt === null) return
      for (const listener of listeners) listener(news)
    },
    onNews: (listener: Listener) => {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
  }
}

const openHere = async (options: LaneOptions): Promise<Lane> => {
  const { emit, onNews } = createNews()
  const store = await openStore(options.databaseUrl)
  const share = await shareNews(options.databaseUrl, emit)
  const commands = await createCommands(store, options, (news) => {
    emit(news)
    share.tell(news)
  })
  return {
    ...commands,
    onNews,
    close: async () => {
      await commands.close()
      await share.close()
    },
  }
}

const openInWorker = async (options: LaneOptions): Promise<Lane> => {
  const path = options.databaseUrl.slice('sqlite:'.length)
  const release = holdFile(path)
  const { emit, onNews } = createNews()
  try {
    const worker = await startWorker(options, emit)
    const checkpoints = startCheckpoints(path)
    return {
      ...(Object.fromEntries(COMMANDS.map((name) => [name, worker.command(name)])) as Commands),
      onNews,
      close: async () => {
        await checkpoints.close()
        await worker.close()
        release()
      },
    }
  } catch (error) {
    release()
    throw error
  }
}

type Call = { readonly resolve: (value: unknown) => void; readonly reject: (error: Error) => void }

const startWorker = async (options: LaneOptions, emit: Listener) => {
  // A nursery that a few commits fill: a smaller one is emptied while much in it still lives, a larger one keeps memory.
  const worker = new Worker(threadFile('lane-worker'), {
    resourceLimits: { maxYoungGenerationSizeMb: 48 },
  })
  const calls = new Map<number, Call>()
  const opened = Promise.withResolvers<void>()
  const ended = Promise.withResolvers<void>()
  let count = 0
  let isOver = false

  const fail = (error: Error) => {
    opened.reject(error)
    for (const call of calls.values()) call.reject(error)
    calls.clear()
  }
  const settle = (id: number): Call | undefined => {
    const call = calls.get(id)
    calls.delete(id)
    return call
  }
  worker.on('message', (answer: Answer) => {
    if (answer.kind === 'opened') return opened.resolve()
    if (answer.kind === 'closed') return
    for (const news of answer.news) emit(news)
    if (answer.kind === 'result') settle(answer.id)?.resolve(answer.value)
    else {
      const error = toError(answer.error)
      if (answer.id === null) fail(error)
      else settle(answer.id)?.reject(error)
    }
  })
  worker.on('error', fail)
  worker.on('exit', () => {
    isOver = true
    fail(new Error('The database is closed.'))
    ended.resolve()
  })
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  const ask = (question: Question) => worker.postMessage(question)
  ask({ kind: 'open', options })
  await opened.promise.catch(async (error) => {
    await worker.terminate()
    throw error
  })
  return {
    command:
      (name: CommandName) =>
      (...args: readonly unknown[]): Promise<unknown> =>
        new Promise((resolve, reject) => {
          if (isOver) return reject(new Error('The database is closed.'))
          const id = ++count
          calls.set(id, { resolve, reject })
          ask({ kind: 'call', id, name, args })
        }),
    /** What was asked before is answered first. */
    close: async () => {
      ask({ kind: 'close' })
      await ended.promise
    },
  }
}
