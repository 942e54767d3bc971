import { useSignal } from '@preact/signals'
import { promptTitle } from '../../core/prompt-title.ts'
import { triggerWords } from '../../core/prompt-trigger.ts'
import type { Prompt, PublicConfig } from '../../wire/prompt.ts'
import { Failed, Skeleton } from '../parts/States.tsx'
import { FORMATS, labelOf } from '../prompts/choices.ts'
import { Preview } from '../prompts/Preview.tsx'
import type { Resource } from '../state/resource.ts'
import { type Cell, cellsOf, formatsOf } from './cells.ts'
import { Try } from './Try.tsx'

const Cells = ({ cells }: { cells: readonly Cell[] }) => (
  <ul class="gallery-cells">
    {cells.map(({ id, title, order }) => (
      <li key={id} data-cell={id}>
        <Preview order={order} title={title} />
        <span class="muted">{title}</span>
      </li>
    ))}
  </ul>
)

const One = ({ prompt, config }: { prompt: Prompt; config: PublicConfig }) => (
  <article aria-labelledby={`prompt-${prompt.id}`}>
    <h2 id={`prompt-${prompt.id}`}>
      <bdi>{promptTitle(prompt)}</bdi>
    </h2>
    <p class="muted">
      {labelOf(FORMATS, prompt.format)} · {triggerWords(prompt)} · <code>{prompt.id}</code>
    </p>
    <Cells cells={cellsOf(prompt, config)} />
  </article>
)

const Everything = ({ config }: { config: PublicConfig }) => {
  const chosen = useSignal('')
  const { prompts } = config
  const sample = prompts.find(({ id }) => id === chosen.value) ?? prompts[0]
  if (!sample) return <p>There are no prompts yet.</p>
  return (
    <>
      <Try config={config} />
      <section aria-labelledby="formats">
        <h2 id="formats">Every format</h2>
        <label class="gallery-pick">
          Shown with{' '}
          <select value={sample.id} onChange={({ currentTarget }) => (chosen.value = currentTarget.value)}>
            {prompts.map((prompt) => (
              <option key={prompt.id} value={prompt.id}>
                {promptTitle(prompt)}
              </option>
            ))}
          </select>
        </label>
        <Cells cells={formatsOf(sample, config)} />
      </section>
      {prompts.map((prompt) => (
        <One prompt={prompt} config={config} key={prompt.id} />
      ))}
    </>
  )
}

/** All of the team's prompts at once, in every format, state, language and scheme; and a place to try them. */
export const Gallery = ({ config }: { config: Resource<PublicConfig> }) => {
  const { value, failure, refresh } = config
  return (
    <main class="gallery">
      <header class="page-head">
        <p>
          <a href="/inbox#/prompts">Prompts</a>
        </p>
        <h1>Gallery</h1>
        <p class="muted">Your prompts as people see them. Nothing here is counted or sent.</p>
      </header>
      {value.value && <Everything config={value.value} />}
      {!value.value && failure.value && <Failed error={failure.value} onRetry={() => void refresh()} />}
      {!value.value && !failure.value && <Skeleton rows={4} label="Loading the prompts" />}
    </main>
  )
}
