import type { Overlay } from '../overlay.ts'
import { number, plain } from './words.ts'

/** How full a limit is: a slim bar with its figures. */
export const Limit = ({ limit: { name, used, max } }: { limit: NonNullable<Overlay['limit']> }) => (
  <div class="limit">
    <span class="name">{plain(name)}</span>
    <span class="figures">
      {number(used)} / {number(max)}
    </span>
    <div
      class="bar"
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- every engine styles <meter> in its own way
      role="meter"
      aria-label={plain(name)}
      aria-valuemin={0}
      aria-valuenow={Math.min(used, max)}
      aria-valuemax={max}
      aria-valuetext={`${number(used)} / ${number(max)}`}
    >
      <div style={{ inlineSize: `${(100 * Math.min(used, max)) / max}%` }} />
    </div>
  </div>
)
