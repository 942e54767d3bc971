import { closeLead, openLead, TIDEMARK } from './lead.ts'
import { moneyOf } from './money.ts'
import type { Run } from './run.ts'
import type { EventEntry } from './types.ts'

/**
 * A backend says that the account bought, or how a deal ended: the open lead closes accordingly, and the account rests
 * for the cool-down. Self-serve counts as won.
 */
export function convert(run: Run, event: EventEntry): void {
  const status = outcomeOf(event)
  if (!status) return
  const { account } = run.state
  const { amount, currency, reason } = event.properties
  const isDeal = event.name === 'Deal Closed'
  const words = isDeal ? (typeof reason === 'string' ? reason.slice(0, 200) : null) : 'subscribed'
  const lead = openLead(account)
  if (lead) {
    lead.outcome = {
      reason: words,
      note: null,
      ...moneyOf(amount, currency),
    }
    lead.before = null
    closeLead(run, { status, by: isDeal ? 'CRM' : TIDEMARK, note: words ?? '' })
  }
  account.coolUntil = run.at + run.engine.coolDown
}

function outcomeOf(event: EventEntry): 'won' | 'lost' | null {
  if (event.type !== 'track' || event.trust !== 'server' || !event.counts) return null
  if (event.name === 'Subscription Started') return 'won'
  if (event.name !== 'Deal Closed') return null
  const { outcome: said } = event.properties
  const outcome = typeof said === 'string' ? said.toLowerCase() : ''
  if (outcome.endsWith('won')) return 'won'
  return outcome.endsWith('lost') ? 'lost' : null
}
