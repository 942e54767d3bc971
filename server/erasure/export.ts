import type { Whom } from '../commands.ts'
import { isoOf } from '../edge-values.ts'
import { leadIdOf } from '../lead-id.ts'
import type { BaseRow, JournalRow } from '../store/tables.ts'
import type { Export } from '../wire/operations.ts'
import type { BaseDoc } from '../work/base.ts'
import { flush } from '../work/flush.ts'
import type { Tools } from '../work/transact.ts'
import { type Scope, scopeOf } from './scope.ts'

/** Everything that is kept about a person or an account, in a form that a person can read. */
export const exportOf = async (
  tools: Tools,
  { whom, now }: { readonly whom: Whom; readonly now: number },
): Promise<Export | null> => {
  await flush(tools)
  return tools.store.read(async (session) => {
    const scope = await scopeOf(session, whom)
    return scope && { ...describe(scope), kind: whom.kind, id: whom.id, exportedAt: isoOf(now) }
  })
}

const describe = ({
  subjects,
  others,
  accounts,
  ...scope
}: Scope): Omit<Export, 'kind' | 'id' | 'exportedAt'> => ({
  ids: [...subjects, ...others],
  accounts: [...accounts],
  events: scope.journal.map(eventOf),
  summaries: scope.bases.map(summaryOf),
  heldRequests: scope.held.map(({ at, status, reason, doc }) => ({
    at: isoOf(at),
    status,
    reason,
    ...JSON.parse(doc),
  })),
  leads: scope.leads.map(({ account, no, doc }) => ({ leadId: leadIdOf(account, no), ...JSON.parse(doc) })),
  decisions: scope.decisions.map(({ id, account, at, kind, subject }) => ({
    id,
    accountId: account,
    at: isoOf(at),
    kind,
    userId: subject,
  })),
  promptStates: scope.promptStates.map(({ kind, id, doc }) => ({ kind, id, ...JSON.parse(doc) })),
  deliveries: scope.deliveries.map(({ id, channel, status, created_at, body }) => ({
    id,
    channel,
    status,
    createdAt: isoOf(created_at),
    message: JSON.parse(body),
  })),
})

const summaryOf = ({ subject, account, doc }: BaseRow): Record<string, unknown> => {
  const { until, ...known } = JSON.parse(doc) as BaseDoc
  return { sender: subject, accountId: account, until: isoOf(until), ...known }
}

const eventOf = (row: JournalRow): Record<string, unknown> => ({
  type: row.kind,
  messageId: row.message_id,
  sender: row.subject,
  accountId: row.account,
  time: isoOf(row.time),
  receivedAt: isoOf(row.received_at),
  trust: row.trust,
  ...JSON.parse(row.body),
})
