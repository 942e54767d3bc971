import type { LeadView } from '../../wire/view.ts'
import { When } from '../parts/When.tsx'
import { useInbox } from '../state/inbox.ts'
import { nameOf } from '../words/names.ts'

const WORDS: Readonly<Record<string, string>> = {
  opened: 'opened it',
  claimed: 'claimed it',
  contacted: 'contacted them',
  snoozed: 'snoozed it',
  disqualified: 'disqualified it',
  won: 'closed it as won',
  lost: 'closed it as lost',
  lapsed: 'closed it: no longer qualified',
  undone: 'took the last step back',
}

/** What sales did with the lead, and the way back from the last step. */
export const History = ({ lead }: { lead: LeadView }) => {
  const { undo } = useInbox()
  if (lead.history.length === 0) return null
  return (
    <section class="block" aria-labelledby="history-head">
      <div class="block-head">
        <h2 id="history-head">Handling</h2>
        {lead.undoable && (
          <button type="button" class="button small" onClick={() => void undo(lead)}>
            Undo last step
          </button>
        )}
      </div>
      <ol class="plain-list">
        {lead.history.toReversed().map(({ at, by, action, note }, index) => (
          <li key={`${at} ${index}`}>
            <span>
              <bdi>{nameOf(by)}</bdi>{' '}
              <span class="muted">{Object.hasOwn(WORDS, action) ? WORDS[action] : action}</span>
              {note && action !== 'opened' && <bdi class="sub">{note}</bdi>}
            </span>
            <span class="muted">
              <When at={at} />
            </span>
          </li>
        ))}
      </ol>
    </section>
  )
}
