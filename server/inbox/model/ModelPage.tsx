import { Failed, Skeleton } from '../parts/States.tsx'
import { When } from '../parts/When.tsx'
import { useInbox } from '../state/inbox.ts'
import { plain } from '../words/names.ts'
import { History } from './History.tsx'
import { JsonEditor } from './JsonEditor.tsx'
import { Review } from './Review.tsx'
import { Rules } from './Rules.tsx'
import { Thresholds } from './Thresholds.tsx'

const Progress = () => {
  const progress = useInbox().editor.progress.value.value
  if (!progress || progress.startedAt === null || progress.finishedAt !== null) return null
  const { version, done, total } = progress
  return (
    <output class="model-progress">
      <label>
        Judging everybody by version {version}: {plain(done)} of {plain(total)} accounts
        <progress max={Math.max(1, total)} value={done} />
      </label>
    </output>
  )
}

const InForce = () => {
  const published = useInbox().editor.published.value.value
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

const Content = () => {
  const { editor } = useInbox()
  const model = editor.draft.value
  const failure = editor.published.failure.value
  if (!model && failure) return <Failed error={failure} onRetry={() => void editor.refresh()} />
  if (!model) return <Skeleton rows={6} label="Loading the model" />
  const isWhole = Array.isArray(model.rules) && Array.isArray(model.tiers)
  return (
    <div class="model">
      <div class="model-form">
        {isWhole && <Rules model={model} />}
        {isWhole && <Thresholds model={model} />}
        <JsonEditor model={model} />
        <History />
      </div>
      <Review />
    </div>
  )
}

/** The scoring model: what brings points, from when on it counts, what a change would do, and what was published. */
export const ModelPage = () => (
  <section class="page" aria-labelledby="page-title">
    <header class="page-head">
      <h1 id="page-title">Scoring model</h1>
      <InForce />
      <Progress />
    </header>
    <Content />
  </section>
)
