import type { Model } from '../../wire/model.ts'
import { History } from '../publishing/History.tsx'
import { JsonText } from '../publishing/JsonText.tsx'
import { Page } from '../publishing/Page.tsx'
import { useInbox } from '../state/inbox.ts'
import { plain } from '../words/names.ts'
import { ModelReview } from './ModelReview.tsx'
import { Rules } from './Rules.tsx'
import { Signals } from './Signals.tsx'
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

/** While it is typed as JSON, a part of it may be missing. */
const isWhole = ({ rules, tiers, routes, signals }: Model) =>
  [rules, tiers, routes].every(Array.isArray) && typeof signals === 'object' && signals !== null

/** The scoring model: what brings points, from when on it counts, what a change would do, and what was published. */
export const ModelPage = () => {
  const { editor } = useInbox()
  return (
    <Page title="Scoring model" of={editor} head={<Progress />}>
      {(model) => (
        <div class="model">
          <div class="model-form">
            {isWhole(model) && <Rules model={model} />}
            {isWhole(model) && <Thresholds model={model} />}
            {isWhole(model) && <Signals model={model} />}
            <JsonText
              value={model}
              summary="Everything as JSON: conditions, bounds of routes, playbooks, business hours"
              label="The model as JSON"
              onValue={(value) => editor.set('', value)}
            />
            <History
              of={editor}
              titleOf={({ name }) => name}
              meaning="Everybody is judged by it as it stood."
            />
          </div>
          <ModelReview />
        </div>
      )}
    </Page>
  )
}
