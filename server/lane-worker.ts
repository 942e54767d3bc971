import { parentPort } from 'node:worker_threads'
import type { Lane, LaneNews, LaneOptions } from './commands.ts'
import { boundGrowth, createGiveBack } from './give-back.ts'
import { createJudges } from './judges.ts'
import { createCommands } from './lane-commands.ts'
import { type Answer, type Question, toFailure } from './lane-rpc.ts'
import { openStore } from './store/store.ts'

/*
 * The database's own thread: a slow disk blocks this one and not HTTP. One command runs at a time, because there is
 * one connection and a command may be a transaction.
 */
if (!parentPort) throw new Error('This file runs as a worker thread.')
const port = parentPort
boundGrowth()
const rest = createGiveBack()
const say = (answer: Answer): void => port.postMessage(answer)

let commands: Omit<Lane, 'onNews'> | null = null
/** What the command under way brought about. */
let news: LaneNews[] = []
let last: Promise<void> = Promise.resolve()

const open = async (options: LaneOptions): Promise<void> => {
  const store = await openStore(options.databaseUrl)
  const judges = options.databaseUrl === 'sqlite::memory:' ? null : createJudges(options)
  commands = await createCommands(store, options, (one) => news.push(one), judges)
  say({ kind: 'opened' })
}

const takeNews = (): LaneNews[] => {
  const taken = news
  news = []
  return taken
}

const answer = async (question: Question): Promise<void> => {
  const id = question.kind === 'call' ? question.id : null
  try {
    if (question.kind === 'open') return await open(question.options)
    if (!commands) throw new Error('The database is not open.')
    if (question.kind === 'close') {
      await commands.close()
      say({ kind: 'closed' })
      return port.close()
    }
    // Events are what fills the heap; what is asked every few seconds would keep the rest from ever coming.
    if (question.name === 'ingest') rest()
    const command = commands[question.name] as (...args: readonly unknown[]) => Promise<unknown>
    const value = await command(...question.args)
    say({ kind: 'result', id: question.id, value, news: takeNews() })
  } catch (error) {
    say({ kind: 'error', id, error: toFailure(error), news: takeNews() })
  }
}

port.on('message', (question: Question) => {
  last = last.then(() => answer(question))
})
