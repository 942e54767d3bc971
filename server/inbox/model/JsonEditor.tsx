import { useSignal } from '@preact/signals'
import type { Model } from '../../wire/model.ts'
import { useInbox } from '../state/inbox.ts'

/** The whole model as text: rules, conditions, routes, playbooks and hours are added and removed here. */
export const JsonEditor = ({ model }: { model: Model }) => {
  const { editor } = useInbox()
  /** What is typed while it is no JSON; null = the model as it is. */
  const typed = useSignal<string | null>(null)
  const error = useSignal<string | null>(null)
  const onInput = (text: string) => {
    typed.value = text
    try {
      editor.replace(JSON.parse(text) as Model)
      error.value = null
    } catch (cause) {
      error.value = (cause as Error).message
    }
  }
  return (
    <details class="model-part model-json">
      <summary>Everything as JSON: conditions, routes, playbooks, business hours</summary>
      <label class="field">
        <span>
          The same model. <span class="muted">The form above follows as soon as it is JSON again.</span>
        </span>
        <textarea
          rows={24}
          spellcheck={false}
          value={typed.value ?? JSON.stringify(model, null, 2)}
          aria-invalid={error.value !== null}
          onInput={({ currentTarget }) => onInput(currentTarget.value)}
          onBlur={() => {
            if (error.value === null) typed.value = null
          }}
        />
      </label>
      {error.value && (
        <p class="danger" role="alert">
          This is not JSON yet: {error.value}
        </p>
      )}
    </details>
  )
}
