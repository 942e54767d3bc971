import { useSignal } from '@preact/signals'
import { Icon } from '../parts/Icon.tsx'
import { Modal } from '../parts/Modal.tsx'
import { Failed, Skeleton } from '../parts/States.tsx'
import { When } from '../parts/When.tsx'
import { useInbox } from '../state/inbox.ts'
import { Edit } from './Edit.tsx'
import { JsonPart } from './JsonPart.tsx'
import { PromptHistory } from './PromptHistory.tsx'
import { PromptList } from './PromptList.tsx'
import { Publish } from './Publish.tsx'
import { SetForm } from './SetForm.tsx'

const ConfirmSwitch = ({ isOn, onClose }: { isOn: boolean; onClose: () => void }) => {
  const { prompts, toasts } = useInbox()
  const turn = async () => {
    const isDone = await prompts.turn(!isOn)
    const done = isOn ? 'All prompts are off. Open ones close within a minute.' : 'Prompts show again.'
    const text = isDone ? done : `Nothing was changed. ${prompts.failure.value?.message ?? ''}`
    toasts.show({ tone: isDone ? 'done' : 'failed', about: 'prompts', text, button: null })
  }
  return (
    <Modal title={isOn ? 'Turn all prompts off?' : 'Let prompts show again?'} onClose={onClose}>
      <form method="dialog" onSubmit={() => void turn()}>
        <p class="muted">
          {isOn
            ? 'Within a minute no prompt shows anywhere, on any page. Nothing that you wrote is lost.'
            : 'Within a minute every published prompt may show, by its own rules.'}
        </p>
        <div class="modal-foot">
          <button type="submit" class="button primary" autofocus>
            {isOn ? 'Turn all prompts off' : 'Let prompts show'}
          </button>
        </div>
      </form>
    </Modal>
  )
}

const Switch = () => {
  const { prompts } = useInbox()
  const isAsking = useSignal(false)
  const published = prompts.published.value.value
  if (!published) return null
  const isOn = published.prompts.enabled
  return (
    <div class="prompt-switch" data-on={isOn}>
      <span class="badge" data-status={isOn ? 'delivered' : 'failed'}>
        {isOn ? 'On' : 'Off everywhere'}
      </span>
      <button type="button" class="button" onClick={() => (isAsking.value = true)}>
        {isOn ? 'Turn all off' : 'Turn on again'}
      </button>
      <a class="button" href="/preview">
        Gallery
      </a>
      {isAsking.value && <ConfirmSwitch isOn={isOn} onClose={() => (isAsking.value = false)} />}
    </div>
  )
}

const InForce = () => {
  const published = useInbox().prompts.published.value.value
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
  const { prompts } = useInbox()
  const set = prompts.draft.value
  const failure = prompts.published.failure.value
  if (!set && failure) return <Failed error={failure} onRetry={() => void prompts.refresh()} />
  if (!set) return <Skeleton rows={6} label="Loading the prompts" />
  const index = prompts.selected.value
  const prompt = index === null ? undefined : set.prompts[index]
  return (
    <>
      {index !== null && prompt ? (
        <Edit prompt={prompt} index={index} key={index} />
      ) : (
        <PromptList set={set} />
      )}
      <Publish />
      {!prompt && <SetForm />}
      {!prompt && (
        <JsonPart
          value={set}
          at=""
          summary="Everything as JSON: lists, contact people, words"
          label="All prompts as JSON"
        />
      )}
      {!prompt && <PromptHistory />}
    </>
  )
}

const Back = () => {
  const { selected } = useInbox().prompts
  return selected.value === null ? null : (
    <button type="button" class="button small prompt-back" onClick={() => (selected.value = null)}>
      <Icon name="back" />
      All prompts
    </button>
  )
}

/** What end users see: every prompt, its effect, its words beside how it looks, what was published, and the off switch. */
export const PromptsPage = () => (
  <section class="page" aria-labelledby="page-title">
    <header class="page-head prompt-head">
      <div>
        <h1 id="page-title">Prompts</h1>
        <InForce />
      </div>
      <Switch />
      <Back />
    </header>
    <Content />
  </section>
)
