import type { LeadView, LedgerEntry } from '../../wire/view.ts'
import { plain, signed } from '../words/names.ts'
import { Ahead } from './Ahead.tsx'
import { Evidence } from './Evidence.tsx'
import { type Step, stepsOf } from './steps.ts'

/** A slice of the staircase: where the sum stood before this line, and how far it moves it. */
const Stair = ({ step, tone }: { step: Pick<Step, 'start' | 'width'>; tone: 'plus' | 'minus' | 'total' }) => (
  <svg class="stair" data-tone={tone} viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
    <rect class="stair-track" width="100" height="6" />
    <rect class="stair-bar" x={step.start} width={step.width} height="6" />
  </svg>
)

const Line = ({ entry, step }: { entry: LedgerEntry; step: Step | undefined }) => (
  <tr>
    <th scope="row">
      <bdi>{entry.because}</bdi>
      <Evidence entry={entry} />
    </th>
    <td class="reason-stair">{step && <Stair step={step} tone={entry.points < 0 ? 'minus' : 'plus'} />}</td>
    <td class="figure">{signed(entry.points)}</td>
  </tr>
)

/** The ledger as a sum, one person's: each line starts where the one above ended, and the last is the score. */
export const Reasons = ({ lead }: { lead: LeadView }) => {
  const { steps, total } = stepsOf(lead.ledger.map(({ points }) => points))
  const person = lead.people.find(({ userId }) => userId === lead.userId)
  return (
    <section class="block" aria-labelledby="reasons-head">
      <h2 id="reasons-head">
        Why now
        {person && lead.ledger.length > 0 && (
          <span class="muted">
            {' '}
            points of <bdi>{person.name ?? person.email ?? person.userId}</bdi>
          </span>
        )}
      </h2>
      {lead.ledger.length === 0 ? (
        <p class="muted">No points: they asked for it themselves.</p>
      ) : (
        <table class="reasons">
          <thead class="hidden">
            <tr>
              <th scope="col">Reason</th>
              <th scope="col">Running sum</th>
              <th scope="col">Points</th>
            </tr>
          </thead>
          <tbody>
            {lead.ledger.map((entry, at) => (
              <Line entry={entry} step={steps[at]} key={`${entry.rule} ${at}`} />
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">Score</th>
              <td class="reason-stair">
                <Stair step={total} tone="total" />
              </td>
              <td class="figure">{plain(lead.score)}</td>
            </tr>
          </tfoot>
        </table>
      )}
      <Ahead lead={lead} />
    </section>
  )
}
