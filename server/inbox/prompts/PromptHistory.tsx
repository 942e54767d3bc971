import { useSignal } from '@preact/signals'
import type { ModelChange } from '../../wire/model-view.ts'
import type { PromptVersion } from '../../wire/prompt-view.ts'
import { Changes } from '../model/Changes.tsx'
import { Modal } from '../parts/Modal.tsx'
import { When } from '../parts/When.tsx'
import { useInbox } from '../state/inbox.ts'
import { asApiError } from '../state/resource.ts'
import { count } from '../words/names.ts'

const RollBack = ({ version, onClose }: { version: number; onClose: () => void }) => {
  const { prompts, toasts } = useInbox()
  const reason = useSignal('')
  const rollBack = async () => {
    const isDone = await prompts.rollBack(version, reason.value)
    const text = isDone
      ? `The prompts of version ${version} are in force again.`
      : `Nothing was published. ${prompts.failure.value?.message ?? ''}`
    toasts.show({ tone: isDone ? 'done' : 'failed', about: 'prompts', text, button: null })
  }
  return (
    <Modal title={`Publish version ${version} again?`} onClose={onClose}>
      <form method="dialog" onSubmit={() => void rollBack()}>
        <p class="muted">It becomes a new version as it stood, on or off included; none is lost.</p>
        <label class="field">
          Why
          <textarea
            rows={2}
            required
            autofocus
            maxLength={500}
            value={reason.value}
            onInput={({ currentTarget }) => (reason.value = currentTarget.value)}
          />
        </label>
        <div class="modal-foot">
          <button type="submit" class="button primary">
            Roll back to version {version}
          </button>
        </div>
      </form>
    </Modal>
  )
}

const Version = ({ version, current }: { version: PromptVersion; current: number }) => {
  const { api } = useInbox()
  const isAsking = useSignal(false)
  const shown = useSignal<ModelChange[] | string | null>(null)
  const compare = async () => {
    shown.value =
      shown.value === null
        ? await api.promptDiff(version.version, current).catch((cause: unknown) => asApiError(cause).message)
        : null
  }
  return (
    <li class="model-version">
      <div class="model-version-head">
        <span class="figure">{version.version}</span>
        <span>
          <bdi>{version.reason || count(version.prompts, 'prompt')}</bdi>
          <span class="sub">
            <bdi>{version.by}</bdi>
            {Date.parse(version.at) > 0 && (
              <>
                , <When at={version.at} />
              </>
            )}
            {!version.enabled && ', off everywhere'}
          </span>
        </span>
        {version.version === current ? (
          <span class="badge accent">in force</span>
        ) : (
          <span class="model-version-act">
            <button
              type="button"
              class="button small"
              aria-expanded={shown.value !== null}
              onClick={() => void compare()}
            >
              What changed since
              <span class="hidden"> version {version.version}</span>
            </button>
            <button type="button" class="button small" onClick={() => (isAsking.value = true)}>
              Roll back
              <span class="hidden"> to version {version.version}</span>
            </button>
          </span>
        )}
      </div>
      {typeof shown.value === 'string' && <p class="danger">{shown.value}</p>}
      {Array.isArray(shown.value) &&
        (shown.value.length > 0 ? <Changes changes={shown.value} /> : <p class="muted">Nothing.</p>)}
      {isAsking.value && <RollBack version={version.version} onClose={() => (isAsking.value = false)} />}
    </li>
  )
}

/** Every version that was ever in force: who, when, why. */
export const PromptHistory = () => {
  const { prompts } = useInbox()
  const current = prompts.published.value.value?.version ?? 0
  return (
    <section class="model-part" aria-labelledby="prompt-history">
      <h2 id="prompt-history">History</h2>
      <ol class="model-card model-versions">
        {prompts.versions.value.value?.map((version) => (
          <Version version={version} current={current} key={version.version} />
        ))}
      </ol>
    </section>
  )
}
