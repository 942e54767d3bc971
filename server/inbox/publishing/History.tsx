import { useSignal } from '@preact/signals'
import type { ModelChange } from '../../wire/model-view.ts'
import { Modal, ModalFoot } from '../parts/Modal.tsx'
import { When } from '../parts/When.tsx'
import { useInbox } from '../state/inbox.ts'
import { asApiError } from '../state/resource.ts'
import { Changes } from './Changes.tsx'
import type { Stamp, Versioned } from './publishing.ts'
import { Why } from './Why.tsx'

type Words<Version> = {
  /** What a version is called of which nobody said why it was published. */
  readonly titleOf: (version: Version) => string
  /** What else there is to say of it. */
  readonly noteOf?: (version: Version) => string
  /** What rolling back to one means. */
  readonly meaning: string
}
type Props<Version extends Stamp> = Words<Version> & {
  readonly of: Versioned<Version>
}
type One<Version extends Stamp> = Props<Version> & { readonly version: Version }

const RollBack = <Version extends Stamp>({
  version: { version },
  of,
  meaning,
  onClose,
}: One<Version> & { onClose: () => void }) => {
  const { toasts } = useInbox()
  const reason = useSignal('')
  const rollBack = async () => {
    const isDone = await of.rollBack(version, reason.value)
    const text = isDone
      ? `Version ${version} is in force again, as version ${of.published.value.value?.version ?? ''}.`
      : `It was not published. ${of.failure.value?.message ?? ''}`
    toasts.show({ tone: isDone ? 'done' : 'failed', about: 'publishing', text, button: null })
  }
  return (
    <Modal title={`Publish version ${version} again?`} onClose={onClose}>
      <form method="dialog" onSubmit={() => void rollBack()}>
        <p class="muted">{meaning} It becomes a new version; none is lost.</p>
        <Why reason={reason} autofocus />
        <ModalFoot label={`Roll back to version ${version}`} />
      </form>
    </Modal>
  )
}

const Deeds = <Version extends Stamp>(props: One<Version> & { isOpen: boolean; onCompare: () => void }) => {
  const isAsking = useSignal(false)
  const { version } = props.version
  return (
    <span class="version-act">
      <button type="button" class="button small" aria-expanded={props.isOpen} onClick={props.onCompare}>
        What changed since
        <span class="hidden"> version {version}</span>
      </button>
      <button type="button" class="button small" onClick={() => (isAsking.value = true)}>
        Roll back
        <span class="hidden"> to version {version}</span>
      </button>
      {isAsking.value && <RollBack {...props} onClose={() => (isAsking.value = false)} />}
    </span>
  )
}

const Row = <Version extends Stamp>(props: One<Version>) => {
  const { version, of, titleOf, noteOf } = props
  const shown = useSignal<ModelChange[] | string | null>(null)
  const current = of.published.value.value?.version ?? 0
  const compare = async () => {
    shown.value =
      shown.value === null
        ? await of.diff(version.version, current).catch((cause: unknown) => asApiError(cause).message)
        : null
  }
  return (
    <li>
      <div class="version-head">
        <span class="figure">{version.version}</span>
        <span>
          <bdi>{version.reason || titleOf(version)}</bdi>
          <span class="sub">
            <bdi>{version.by}</bdi>
            {Date.parse(version.at) > 0 && (
              <>
                , <When at={version.at} />
              </>
            )}
            {noteOf?.(version)}
          </span>
        </span>
        {version.version === current ? (
          <span class="badge accent">in force</span>
        ) : (
          <Deeds {...props} isOpen={shown.value !== null} onCompare={() => void compare()} />
        )}
      </div>
      {typeof shown.value === 'string' && <p class="danger">{shown.value}</p>}
      {Array.isArray(shown.value) &&
        (shown.value.length > 0 ? <Changes changes={shown.value} /> : <p class="muted">Nothing.</p>)}
    </li>
  )
}

/** Every version that was ever in force: who, when, why, what changed since, and the way back to it. */
export const History = <Version extends Stamp>(props: Props<Version>) => (
  <section class="model-part" aria-labelledby="history">
    <h2 id="history">History</h2>
    <ol class="model-card versions">
      {props.of.versions.value.value?.map((version) => (
        <Row {...props} version={version} key={version.version} />
      ))}
    </ol>
  </section>
)
