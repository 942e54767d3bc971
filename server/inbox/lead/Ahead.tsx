import { DAY } from '../../wire/limits.ts'
import type { LeadView } from '../../wire/view.ts'
import { Icon } from '../parts/Icon.tsx'
import { useInbox } from '../state/inbox.ts'

import { exact, weekday } from '../words/time.ts'
import { Missing } from './Missing.tsx'

const SOON = 3 * DAY

/** When the lead goes by itself, and what its person has not done yet. */
export const Ahead = ({ lead }: { lead: Pick<LeadView, 'dropsAt' | 'missing'> }) => {
  const { now } = useInbox()
  const dropsAt = lead.dropsAt === null ? null : Date.parse(lead.dropsAt)
  return (
    <>
      {dropsAt !== null && (
        <p class="ahead" data-tone={dropsAt - now.value < SOON ? 'warning' : 'plain'}>
          <Icon name="clock" />
          <span>
            Leaves the queue on{' '}
            <time dateTime={lead.dropsAt ?? ''} title={exact(dropsAt)}>
              {weekday(dropsAt, now.value)}
            </time>{' '}
            unless they do more before then.
          </span>
        </p>
      )}
      {lead.missing.length > 0 && (
        <details class="proof">
          <summary>What they have not done yet</summary>
          <Missing lines={lead.missing} />
        </details>
      )}
    </>
  )
}
