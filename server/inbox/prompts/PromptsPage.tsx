import { useSignal } from '@preact/signals'
import type { PromptSet } from '../../wire/prompt.ts'
import { Icon } from '../parts/Icon.tsx'
import { Modal, ModalFoot } from '../parts/Modal.tsx'
import { History } from '../publishing/History.tsx'
import { JsonText } from '../publishing/JsonText.tsx'
import { Page } from '../publishing/Page.tsx'
import { useInbox } from '../state/inbox.ts'
import { count } from '../words/names.ts'
import { Edit } from './Edit.tsx'
import { PromptList } from './PromptList.tsx'
import { PromptReview } from './PromptReview.tsx'
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
        <ModalFoot label={isOn ? 'Turn all prompts off' : 'Let prompts show'} autofocus />
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

const Back = () => {
  const { selected } = useInbox().prompts
  return selected.value === null ? null : (
    <button type="button" class="button small prompt-back" onClick={() => (selected.value = null)}>
      <Icon name="back" />
      All prompts
    </button>
  )
}

const All = ({ set }: { set: PromptSet }) => {
  const { prompts } = useInbox()
  return (
    <>
      <PromptList set={set} />
      <PromptReview />
      <SetForm />
      <JsonText
        value={set}
        summary="Everything as JSON: lists, contact people, words, names of limits and features"
        label="All prompts as JSON"
        onValue={(value) => prompts.set('', value)}
      />
      <History
        of={prompts}
        titleOf={(version) => count(version.prompts, 'prompt')}
        noteOf={({ enabled }) => (enabled ? '' : ', off everywhere')}
        meaning="As it stood, on or off included."
      />
    </>
  )
}

/** What end users see: every prompt, its effect, its words beside how it looks, what was published, and the off switch. */
export const PromptsPage = () => {
  const { prompts } = useInbox()
  const index = prompts.selected.value
  const head = (
    <>
      <Switch />
      <Back />
    </>
  )
  return (
    <Page title="Prompts" of={prompts} head={head}>
      {(set) => {
        const prompt = index === null ? undefined : set.prompts[index]
        return index !== null && prompt ? (
          <Edit prompt={prompt} index={index} key={index} />
        ) : (
          <All set={set} />
        )
      }}
    </Page>
  )
}
