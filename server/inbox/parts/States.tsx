import type { ComponentChildren } from 'preact'
import type { ApiError } from '../state/api.ts'
import { Icon, type IconName } from './Icon.tsx'

/** Nothing here: says why, and what will make something appear. */
export const Empty = (props: { icon: IconName; title: string; children?: ComponentChildren }) => (
  <div class="state">
    <span class="state-icon">
      <Icon name={props.icon} />
    </span>
    <h2>{props.title}</h2>
    {props.children}
  </div>
)

const TITLES: Readonly<Record<ApiError['kind'], string>> = {
  offline: 'You are offline',
  'signed-out': 'You are signed out',
  refused: 'The server refused this',
  missing: 'Not found',
  broken: 'The server could not answer',
}
const ADVICE: Readonly<Record<ApiError['kind'], string>> = {
  offline: 'This fills in by itself when the connection is back.',
  'signed-out': 'Open a new sign-in link.',
  refused: 'Nothing was changed.',
  missing: 'It may have been erased or merged into another account.',
  broken: 'Nothing is lost. Try again in a moment; if it stays, look at the server log.',
}

/** What happened, what to do, and a way to try again. */
export const Failed = ({ error, onRetry }: { error: ApiError; onRetry: () => void }) => (
  <div class="state" role="alert">
    <span class="state-icon" data-tone="danger">
      <Icon name="warning" />
    </span>
    <h2>{TITLES[error.kind]}</h2>
    <p>
      {error.message} {ADVICE[error.kind]}
    </p>
    <button type="button" class="button" onClick={onRetry}>
      <Icon name="refresh" />
      Try again
    </button>
  </div>
)

/** Grey lines in the shape of what is coming; the style shows them only after 200 ms. */
export const Skeleton = ({ rows, label }: { rows: number; label: string }) => (
  <output class="skeleton">
    <span class="hidden">{label}</span>
    {Array.from({ length: rows }, (_, row) => (
      <span class="skeleton-row" key={row} aria-hidden="true">
        <span class="skeleton-line" />
        <span class="skeleton-line" />
        <span class="skeleton-line" />
      </span>
    ))}
  </output>
)
