import { useSignal } from '@preact/signals'
import { useId } from 'preact/hooks'
import { useInbox } from '../state/inbox.ts'

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

type Props = {
  readonly value: unknown
  /** Where in the set it stands; empty for all of it. */
  readonly at: string
  readonly summary: string
  readonly label: string
}

/** What the forms have no field for, as it is written. */
export const JsonPart = ({ value: current, at, summary, label }: Props) => {
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
      <summary>{summary}</summary>
      <textarea
        rows={16}
        spellcheck={false}
        aria-label={label}
        aria-invalid={isBroken || own.length > 0}
        aria-describedby={id}
        value={typed.value ?? JSON.stringify(current, null, 2)}
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
