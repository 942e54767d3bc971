import type { ComponentChildren } from 'preact'
import { Icon } from '../parts/Icon.tsx'
import { When } from '../parts/When.tsx'

type State = 'good' | 'waiting' | 'bad'
const STATE_WORDS: Readonly<Record<State, string>> = {
  good: 'Working',
  waiting: 'Waiting',
  bad: 'Needs a look',
}

/** One question that the page answers, with how it stands. */
export const Check = (props: { state: State; title: string; children: ComponentChildren }) => (
  <li class="setup-check" data-state={props.state}>
    <span class="setup-mark">
      <Icon name={({ good: 'check', waiting: 'clock', bad: 'warning' } as const)[props.state]} />
      <span class="hidden">{STATE_WORDS[props.state]}: </span>
    </span>
    <h2>{props.title}</h2>
    <div class="setup-text">{props.children}</div>
  </li>
)

type Line = {
  readonly id: string
  readonly what: ComponentChildren
  readonly beside?: string
  readonly at: string | null
}

/** What was seen, and when last. */
export const Lines = ({ lines }: { lines: readonly Line[] }) => (
  <ul class="plain-list">
    {lines.map(({ id, what, beside, at }) => (
      <li key={id}>
        <span>{what}</span>
        <span class="muted">
          {beside}
          {at && <When at={at} />}
        </span>
      </li>
    ))}
  </ul>
)
