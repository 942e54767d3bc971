import { useSignal } from '@preact/signals'
import { useId } from 'preact/hooks'
import type { DraftablePrompt } from '../../wire/prompt.ts'
import { useInbox } from '../state/inbox.ts'

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Languages, experiments and conditions on traits: what the form has no field for. */
export const PromptJson = ({ prompt, at }: { prompt: DraftablePrompt; at: string }) => {
  const { prompts } = useInbox()
  const id = useId()
  const typed = useSignal<string | null>(null)
  const isBroken = typed.value !== null && parse(typed.value) === undefined
  const own = prompts.mistakes.value.filter(({ path }) => path.startsWith(`${at}/`))
  const take = (text: string) => {
    typed.value = text
    const value = parse(text)
    if (value !== undefined) prompts.set(at, value)
  }
  return (
    <details class="prompt-json">
      <summary>Everything as JSON: languages, experiment, signals</summary>
      <textarea
        rows={16}
        spellcheck={false}
        aria-label="The prompt as JSON"
        aria-invalid={isBroken || own.length > 0}
        aria-describedby={id}
        value={typed.value ?? JSON.stringify(prompt, null, 2)}
        onInput={({ currentTarget }) => take(currentTarget.value)}
        onBlur={() => {
          if (!isBroken) typed.value = null
        }}
      />
      <p id={id} class="danger">
        {isBroken && 'This is not JSON yet.'}
      </p>
    </details>
  )
}
