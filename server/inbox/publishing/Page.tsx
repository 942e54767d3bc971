import type { ReadonlySignal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { Failed, Skeleton } from '../parts/States.tsx'
import { When } from '../parts/When.tsx'
import type { Versioned } from './publishing.ts'

const InForce = ({ of }: { of: Versioned }) => {
  const published = of.published.value.value
  if (!published) return null
  const { version, at, by, reason } = published
  return (
    <p class="muted">
      Version {version}
      {Date.parse(at) > 0 && (
        <>
          , published <When at={at} />
        </>
      )}{' '}
      by <bdi>{by}</bdi>
      {reason && (
        <>
          : <bdi>{reason}</bdi>
        </>
      )}
    </p>
  )
}

type Props<Doc> = {
  readonly title: string
  readonly of: Versioned & { readonly draft: ReadonlySignal<Doc | null> }
  /** Beside the title. */
  readonly head: ComponentChildren
  readonly children: (draft: Doc) => ComponentChildren
}

/** The page of something published in versions: what is in force, and its draft once there is one. */
export const Page = <Doc,>({ title, of, head, children }: Props<Doc>) => {
  const draft = of.draft.value
  const failure = of.published.failure.value
  return (
    <section class="page" aria-labelledby="page-title">
      <header class="page-head versions-head">
        <div>
          <h1 id="page-title">{title}</h1>
          <InForce of={of} />
        </div>
        {head}
      </header>
      {draft !== null && children(draft)}
      {draft === null && failure && <Failed error={failure} onRetry={() => void of.refresh()} />}
      {draft === null && !failure && <Skeleton rows={6} label="Loading" />}
    </section>
  )
}
