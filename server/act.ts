import type { Commands, LaneNews } from './commands.ts'
import { parseLeadId } from './lead-id.ts'
import { drawSeqs } from './store/journal.ts'
import { findLead } from './store/leads.ts'
import { stateOf } from './work/room.ts'
import { type Tools, transact } from './work/transact.ts'
import { take } from './work/work.ts'

type Request = Parameters<Commands['act']>[0]

/** An action that does not fit leaves no trace, not even on the account's clock: all is rolled back. */
class Refused extends Error {}

/** Takes a lead action into the journal. Answers null when there is no such lead, a text when it is refused. */
export const act = async (
  tools: Tools,
  request: Request,
  onNews: (news: LaneNews) => void,
): Promise<'done' | { readonly refused: string } | null> => {
  try {
    return await tryAct(tools, request, onNews)
  } catch (error) {
    if (error instanceof Refused) return { refused: error.message }
    throw error
  }
}

const tryAct = async (
  tools: Tools,
  request: Request,
  onNews: (news: LaneNews) => void,
): Promise<'done' | null> => {
  const id = parseLeadId(request.id)
  if (!id || !(await findLead(tools.store.db, id.account, id.no))) return null
  const { action, by, body, now } = request
  const { news } = await transact(tools, { accounts: [id.account], now }, async (work) => {
    const { session, engine } = work.room
    const { account } = await stateOf(work.room, id.account)
    const at = Math.max(now, account.at)
    const [seq = 0] = await drawSeqs(session, 1)
    const entry = { kind: 'action', seq, account: id.account, at, leadNo: id.no, action, by, body } as const
    const refused = await take(work, entry)
    if (refused !== null) throw new Refused(refused)
    work.record.journal.push({
      received_at: now,
      seq,
      account: id.account,
      subject: '',
      message_id: '',
      model: engine.version,
      time: now,
      at,
      kind: 'action',
      trust: 'server',
      flags: 0,
      body: JSON.stringify({ leadNo: id.no, action, by, body }),
    })
  })
  onNews(news)
  return 'done'
}
