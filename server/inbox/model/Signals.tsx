import { isNamed, SIGNALS } from '../../core/signals.ts'
import type { Model } from '../../wire/model.ts'
import { under } from '../publishing/pointer.ts'
import { NamesField } from './Field.tsx'
import { titleOf } from './Rules.tsx'

/** Own ones of the model among the standard ones. */
const standardOf = (signal: string): readonly string[] =>
  Object.entries<readonly string[]>(SIGNALS).find(([name]) => name === signal)?.[1] ?? []

const Signal = ({ signal }: { signal: string }) => (
  <li class="model-rule">
    <div>
      {titleOf(signal)}
      <span class="sub model-events">
        {standardOf(signal).map((event) => (
          <code key={event}>{event}</code>
        ))}
        {standardOf(signal).length === 0 && 'A signal of your own'}
      </span>
    </div>
    <NamesField at={under('/signals', signal)} label={`${titleOf(signal)}: own events`} />
  </li>
)

const List = ({ signals }: { signals: readonly string[] }) => (
  <ul class="model-rules">
    {signals.map((signal) => (
      <Signal signal={signal} key={signal} />
    ))}
  </ul>
)

/** Which events each signal counts: those of Tidemark, and those that the team's own product sends. */
export const Signals = ({ model }: { model: Model }) => {
  const all = [...new Set([...Object.keys(model.signals), ...Object.keys(SIGNALS)])]
  // One that no rule names may still matter: activation, requests for sales, limits.
  const counted = all.filter((signal) => isNamed(signal, model))
  const others = all.filter((signal) => !counted.includes(signal))
  return (
    <section class="model-part" aria-labelledby="model-signals">
      <h2 id="model-signals">Which events count</h2>
      <section class="model-card">
        <p class="model-note muted">
          A signal counts the events named under it, and those of your own that you name beside it, separated
          by commas. A name such as <code>/plans/*</code> counts visits to these pages.
        </p>
        <List signals={counted} />
        <details class="model-others">
          <summary>Signals that no rule names ({others.length})</summary>
          <List signals={others} />
        </details>
      </section>
    </section>
  )
}
