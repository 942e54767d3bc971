import type { Commands, LaneNews } from './commands.ts'
import { step } from './core/step.ts'
import type { ActionEntry } from './core/types.ts'
import { parseLeadId } from './lead-id.ts'
import { drawSeqs } from './store/journal.ts'
import { findLead } from './store/leads.ts'
import type { JournalRow } from './store/tables.ts'
import { type Held, load, type Room } from './work/room.ts'
import { type Tools, transact } from './work/transact.ts'
import { heldAt, take } from './work/work.ts'

type Request = Parameters<Commands['act']>[0]

/** Takes a lead action into the journal. Answers null when there is no such lead, a text when it is refused. */
export const act = async (
  tools: Tools,
  request: Request,
  onNews: (news: LaneNews) => void,
): Promise<'done' | { readonly refused: string } | null> => {
  const id = parseLeadId(request.id)
  if (!id || !(await findLead(tools.store.db, id.account, id.no))) return null
  const { action, by, body, now } = request
  const { result, news } = await transact(tools, { accounts: [id.account], now }, async (work) => {
    const held = await heldAt(work, id.account)
    const at = Math.max(now, held.account.at)
    const entry = {
      kind: 'action',
      seq: 0,
      account: id.account,
      at,
      leadNo: id.no,
      action,
      by,
      body,
    } as const
    const refused = await rehearse(work.room, held, entry)
    if (refused !== null) return { refused }
    const [seq = 0] = await drawSeqs(work.room.session, 1)
    await take(work, { ...entry, seq })
    work.record.journal.push(toRow({ ...entry, seq }, work.room))
    return 'done' as const
  })
  onNews(news)
  return result
}

/** Whether the action fits, found on a copy: one that is refused leaves no trace, not even on the account's clock. */
const rehearse = async (room: Room, held: Held, entry: ActionEntry): Promise<string | null> => {
  for (;;) {
    const result = step(structuredClone(held), entry, room.engine)
    if (result.kind === 'done') return result.refused
    await load(room, held, result)
  }
}

const toRow = ({ seq, account, at, leadNo, action, by, body }: ActionEntry, room: Room): JournalRow => ({
  received_at: room.now,
  seq,
  account,
  subject: '',
  message_id: '',
  model: room.engine.version,
  time: room.now,
  at,
  kind: 'action',
  trust: 'server',
  flags: 0,
  body: JSON.stringify({ leadNo, action, by, body }),
})
