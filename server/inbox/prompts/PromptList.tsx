import { promptTitle } from '../../core/prompt-title.ts'
import { triggerWords } from '../../core/prompt-trigger.ts'
import type { DraftablePrompt, PromptSet } from '../../wire/prompt.ts'
import type { PromptCount } from '../../wire/prompt-view.ts'
import { Empty } from '../parts/States.tsx'
import { useInbox } from '../state/inbox.ts'
import { plain } from '../words/names.ts'
import { FORMATS, labelOf } from './choices.ts'

type What = PromptCount['what']

const useCounts = (promptId: string) => {
  const counts = useInbox().prompts.counts.value.value ?? []
  const own = counts.filter((count) => count.promptId === promptId)
  const sum = (what: What, variant?: string) =>
    own
      .filter((count) => count.what === what && (variant === undefined || count.variant === variant))
      .reduce((total, { count }) => total + count, 0)
  const variants = [...new Set(own.map(({ variant }) => variant))].filter(
    (name) => name && sum('Shown', name) > 0,
  )
  // One arm is what the whole says already.
  return { sum, variants: variants.length > 1 ? variants : [] }
}

const Status = ({ prompt }: { prompt: DraftablePrompt }) => {
  const published = useInbox().prompts.published.value.value?.prompts
  const known = published?.prompts.find(({ id }) => id === prompt.id)
  if (prompt.draft) return <span class="badge">Draft</span>
  if (!known || known.draft) return <span class="badge accent">Not published</span>
  const isSame = JSON.stringify(known) === JSON.stringify(prompt)
  return (
    <span class="badge" data-status={isSame ? 'delivered' : 'pending'}>
      {isSame ? 'Live' : 'Changed'}
    </span>
  )
}

const Row = ({ prompt, index }: { prompt: DraftablePrompt; index: number }) => {
  const { selected, mistakes } = useInbox().prompts
  const { sum, variants } = useCounts(prompt.id)
  const isWrong = mistakes.value.some(({ path }) => path.startsWith(`/prompts/${index}/`))
  const shown = sum('Shown')
  return (
    <tr>
      <td>
        <Status prompt={prompt} />
      </td>
      <th scope="row">
        <button type="button" class="link" onClick={() => (selected.value = index)}>
          <bdi>{promptTitle(prompt)}</bdi>
        </button>
        <span class="sub">
          {labelOf(FORMATS, prompt.format)} · {triggerWords(prompt)} · <code>{prompt.id}</code>
        </span>
        {isWrong && <span class="sub danger">Has mistakes</span>}
      </th>
      <td class="figure" data-label="Shown">
        {plain(shown)}
      </td>
      <td class="figure" data-label="Clicked">
        {plain(sum('Clicked'))}
        {shown > 0 && <span class="sub">{Math.round((100 * sum('Clicked')) / shown)} %</span>}
      </td>
      <td class="figure" data-label="Converted">
        {plain(sum('Converted'))}
        {variants.map((variant) => (
          <span class="sub" key={variant}>
            <bdi>{variant}</bdi> {plain(sum('Converted', variant))} of {plain(sum('Shown', variant))}
            {variant === 'mixed' && ', left out: in more than one arm'}
          </span>
        ))}
      </td>
      <td class="figure" data-label="Held out">
        {plain(sum('Held Out'))}
      </td>
    </tr>
  )
}

/** All prompts of the set with what came of them since this server counts. */
export const PromptList = ({ set }: { set: PromptSet }) => {
  const { prompts } = useInbox()
  const add = (
    <button type="button" class="button" onClick={prompts.add}>
      New prompt
    </button>
  )
  if (set.prompts.length === 0)
    return (
      <Empty icon="message" title="No prompts yet">
        <p>A prompt tells people about your plans at the moment they need one.</p>
        {add}
      </Empty>
    )
  return (
    <div class="prompt-list">
      <div class="table-box">
        <table class="table">
          <thead>
            <tr>
              <th scope="col">Status</th>
              <th scope="col">Prompt</th>
              <th scope="col">Shown</th>
              <th scope="col">Clicked</th>
              <th scope="col">Converted</th>
              <th scope="col">Held out</th>
            </tr>
          </thead>
          <tbody>
            {set.prompts.map((prompt, index) => (
              <Row prompt={prompt} index={index} key={prompt.id} />
            ))}
          </tbody>
        </table>
      </div>
      <p class="prompt-list-foot">
        {add}
        <span class="muted">Counted as browsers tell, since the first event.</span>
      </p>
    </div>
  )
}
