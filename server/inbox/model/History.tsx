import { useSignal } from '@preact/signals'
import type { ModelChange, ModelVersion } from '../../wire/model-view.ts'
import { Modal } from '../parts/Modal.tsx'
import { When } from '../parts/When.tsx'
import { useInbox } from '../state/inbox.ts'
import { asApiError } from '../state/resource.ts'
import { Changes } from './Changes.tsx'

const RollBack = ({ version, onClose }: { version: ModelVersion; onClose: () => void }) => {
  const { editor, toasts } = useInbox()
  const reason = useSignal('')
  const rollBack = async () => {
    const isDone = await editor.rollBack(version.version, reason.value)
    const text = isDone
      ? `Version ${version.version} is in force again, as version ${editor.published.value.value?.version ?? ''}.`
      : `It was not published. ${editor.failure.value?.message ?? ''}`
    toasts.show({ tone: isDone ? 'done' : 'failed', about: 'model', text, button: null })
  }
  return (
    <Modal title={`Publish version ${version.version} again?`} onClose={onClose}>
      <form method="dialog" onSubmit={() => void rollBack()}>
        <p class="muted">Everybody is judged by it as it stood. It becomes a new version; none is lost.</p>
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
            Roll back to version {version.version}
          </button>
        </div>
      </form>
    </Modal>
  )
}

const Version = ({ version, current }: { version: ModelVersion; current: number }) => {
  const { api } = useInbox()
  const isAsking = useSignal(false)
  const shown = useSignal<ModelChange[] | string | null>(null)
  const isCurrent = version.version === current
  const compare = async () => {
    shown.value =
      shown.value === null
        ? await api.modelDiff(version.version, current).catch((cause: unknown) => asApiError(cause).message)
        : null
  }
  return (
    <li class="model-version">
      <div class="model-version-head">
        <span class="figure">{version.version}</span>
        <span>
          <bdi>{version.reason || version.name}</bdi>
          <span class="sub">
            <bdi>{version.by}</bdi>
            {Date.parse(version.at) > 0 && (
              <>
                , <When at={version.at} />
              </>
            )}
          </span>
        </span>
        {isCurrent ? (
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
      {isAsking.value && <RollBack version={version} onClose={() => (isAsking.value = false)} />}
    </li>
  )
}

/** Every version that was ever in force. */
export const History = () => {
  const { editor } = useInbox()
  const current = editor.published.value.value?.version ?? 0
  return (
    <section class="model-part" aria-labelledby="model-history">
      <h2 id="model-history">History</h2>
      <ol class="model-card model-versions">
        {editor.versions.value.value?.map((version) => (
          <Version version={version} current={current} key={version.version} />
        ))}
      </ol>
    </section>
  )
}
