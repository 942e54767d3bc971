import type { LaneNews, LaneOptions } from './commands.ts'
import { readEngines } from './engines.ts'
import { openSqliteReader } from './store/sqlite.ts'
import type { Session } from './store/store.ts'
import { composeMessages } from './work/messages.ts'
import { type DecidedRows, decidedRows, newsOf, type ProfileRows, profileRows } from './work/record.ts'
import { hold } from './work/room.ts'
import { newWork, type Tools } from './work/transact.ts'
import { heldAt } from './work/work.ts'

/** Accounts that are to be judged by this version of the model. */
export type JudgeAsked = { readonly version: number; readonly keys: readonly string[]; readonly now: number }

/** What judging one account changes; to be written if nothing else changed it since it was asked for. */
export type Judged = {
  readonly key: string
  readonly profiles: ProfileRows
  readonly decided: DecidedRows
  readonly news: LaneNews
}

export type JudgeOptions = Pick<LaneOptions, 'databaseUrl' | 'publicUrl' | 'channels'>

/** Judges accounts as their rows in a SQLite file say, by the steps that the lane would take, and writes nothing. */
export const openJudge = async ({ databaseUrl, publicUrl, channels }: JudgeOptions) => {
  const store = openSqliteReader(databaseUrl.slice('sqlite:'.length))
  const engines = await readEngines(store)
  const tools: Tools = { store, engines, memory: null, kept: null, publicUrl, channels }
  return {
    /** Those that can be judged by their rows alone; the others are left to the lane. */
    judge: async ({ version, keys, now }: JudgeAsked): Promise<Judged[]> => {
      if (engines.current().version < version) await engines.refresh()
      return store.transaction(async (session) => {
        const all: Judged[] = []
        for (const key of keys) {
          const judged = await judgeOne(tools, session, { key, now }).catch(() => null)
          if (judged) all.push(judged)
        }
        return all
      })
    },
    close: () => store.close(),
  }
}

const judgeOne = async (
  tools: Tools,
  session: Session,
  { key, now }: { readonly key: string; readonly now: number },
): Promise<Judged | null> => {
  const work = newWork(tools, session, { now, kept: null })
  await hold(work.room, [key])
  await heldAt(work, key)
  // Which events there are to fold anew from, the lane knows alone: it writes their index later.
  if (work.room.refolded.size > 0) return null
  const messages = await composeMessages(work)
  const { record } = work
  return {
    key,
    profiles: profileRows(record.touched),
    decided: decidedRows(record, messages),
    news: newsOf(record),
  }
}
