import { Publish, Review } from '../publishing/Review.tsx'
import { useInbox } from '../state/inbox.ts'

/** A mistake's place, with the way to its prompt. */
const Place = ({ path }: { path: string }) => {
  const { draft, selected } = useInbox().prompts
  const [start, index] = /^\/prompts\/(\d+)\//.exec(path) ?? ['/']
  const prompt = draft.value?.prompts[Number(index)]
  return (
    <span>
      {prompt && (
        <button type="button" class="link" onClick={() => (selected.value = Number(index))}>
          <bdi>{prompt.id}</bdi>
        </button>
      )}{' '}
      <code>{path.slice(start.length)}</code>
    </span>
  )
}

/** What differs from what is in force, and the way to put it in force. */
export const PromptReview = () => {
  const { prompts } = useInbox()
  return (
    <Review of={prompts} placeOf={(path) => <Place path={path} />}>
      <Publish of={prompts} label="Publish" done="Pages have it within a minute." />
    </Review>
  )
}
