import { randomUUID } from 'node:crypto'
import type { LaneNews } from './commands.ts'
import { openWire } from './store/wire.ts'

/**
 * Leads that one server on a Postgres changed are news in the inboxes that the others serve. Messages that are due and
 * instants that come need no telling: every server looks for them by itself.
 */
export const shareNews = async (url: string, onNews: (news: LaneNews) => void) => {
  const me = randomUUID()
  const wire = await openWire(url, (word) => {
    const { from, leads } = JSON.parse(word) as { from: string; leads: string[] }
    if (from !== me) onNews({ leads, outbox: false, dueAt: null })
  })
  return {
    tell: ({ leads }: LaneNews): void => {
      if (leads.length > 0) void wire.tell(JSON.stringify({ from: me, leads }))
    },
    close: () => wire.close(),
  }
}
