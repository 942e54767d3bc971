import { Changes } from '../model/Changes.tsx'
import { useInbox } from '../state/inbox.ts'
import { count } from '../words/names.ts'

const Mistakes = () => {
  const { mistakes, draft, selected } = useInbox().prompts
  const nameOf = (path: string) => {
    const index = /^\/prompts\/(\d+)/.exec(path)?.[1]
    return index === undefined ? null : { index: Number(index), id: draft.value?.prompts[Number(index)]?.id }
  }
  return (
    <div class="model-mistakes">
      <h2>{count(mistakes.value.length, 'mistake')} to put right first</h2>
      <ul class="plain-list">
        {mistakes.value.map(({ path, given, wanted }) => {
          const prompt = nameOf(path)
          return (
            <li key={`${path} ${wanted}`}>
              <span>
                {prompt ? (
                  <button type="button" class="link" onClick={() => (selected.value = prompt.index)}>
                    <bdi>{prompt.id}</bdi>
                  </button>
                ) : null}{' '}
                <code>{path.replace(/^\/prompts\/\d+\//, '')}</code>: <bdi>{given}</bdi>
              </span>
              <span>wanted: {wanted}</span>
            </li>
          )
        })}
      </ul>
    </div>
  )
}

/** What differs from what is in force, and the way to put it in force. */
export const Publish = () => {
  const { prompts, toasts } = useInbox()
  const { changes, mistakes, failure, isBusy, reason } = prompts
  if (changes.value.length === 0 && mistakes.value.length === 0) return null
  const publish = async () => {
    if (!(await prompts.publish())) return
    const version = prompts.published.value.value?.version ?? 0
    const text = `Version ${version} is in force. Pages have it within a minute.`
    toasts.show({ tone: 'done', about: 'prompts', text, button: null })
  }
  return (
    <section class="prompt-publish" aria-label="Your changes">
      {mistakes.value.length > 0 ? (
        <Mistakes />
      ) : (
        <>
          <h2>Your changes</h2>
          <Changes changes={changes.value} />
          <form
            onSubmit={(event) => {
              event.preventDefault()
              void publish()
            }}
          >
            <label class="field">
              Why
              <textarea
                rows={2}
                required
                maxLength={500}
                value={reason.value}
                onInput={({ currentTarget }) => (reason.value = currentTarget.value)}
              />
            </label>
            <button type="submit" class="button primary" disabled={isBusy.value}>
              {isBusy.value ? 'Publishing…' : 'Publish'}
            </button>
          </form>
        </>
      )}
      {failure.value && (
        <p class="danger" role="alert">
          {failure.value.message}
        </p>
      )}
      <button type="button" class="button small" onClick={prompts.discard}>
        Discard all changes
      </button>
    </section>
  )
}
