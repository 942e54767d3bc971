import type { Missing as Line } from '../../wire/view.ts'
import { signed } from '../words/names.ts'

/** What would qualify somebody: what nobody qualifies without first, then what would bring points. */
export const Missing = ({ lines }: { lines: readonly Line[] }) => (
  <ul class="missing">
    {lines.map((line) => (
      <li key={line.rule}>
        <bdi>{line.because}</bdi>
        {line.points > 0 && <span class="figure">{signed(line.points)}</span>}
      </li>
    ))}
  </ul>
)
