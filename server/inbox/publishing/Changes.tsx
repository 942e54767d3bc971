import type { ModelChange } from '../../wire/model-view.ts'
import { wordsFor } from './change-words.ts'

/** Differences, one a line. */
export const Changes = ({ changes }: { changes: readonly ModelChange[] }) => (
  <ul class="changes">
    {changes.map((change) => {
      const { what, how } = wordsFor(change)
      return (
        <li key={`${change.kind} ${change.path}`} data-kind={change.kind}>
          <span class="muted">{what}</span>
          <span class="figure">{how}</span>
        </li>
      )
    })}
  </ul>
)
