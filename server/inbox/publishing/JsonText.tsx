import { useSignal } from '@preact/signals'
import { useId } from 'preact/hooks'

const problemOf = (text: string): string | null => {
  try {
    JSON.parse(text)
    return null
  } catch (cause) {
    return (cause as Error).message
  }
}

type Props = {
  readonly value: unknown
  readonly summary: string
  readonly label: string
  /** The server found something wrong in it. */
  readonly isWrong?: boolean
  readonly onValue: (value: unknown) => void
}

/** What the forms have no field for, as it is written; the forms follow as soon as it is JSON. */
export const JsonText = ({ value, summary, label, isWrong, onValue }: Props) => {
  const id = useId()
  /** What is typed, until the field is left; null = the value as it is. */
  const typed = useSignal<string | null>(null)
  const problem = typed.value === null ? null : problemOf(typed.value)
  const take = (text: string) => {
    typed.value = text
    if (problemOf(text) === null) onValue(JSON.parse(text))
  }
  return (
    <details class="json">
      <summary>{summary}</summary>
      <textarea
        rows={20}
        spellcheck={false}
        aria-label={label}
        aria-invalid={problem !== null || isWrong}
        aria-describedby={id}
        value={typed.value ?? JSON.stringify(value, null, 2)}
        onInput={({ currentTarget }) => take(currentTarget.value)}
        onBlur={() => {
          if (problem === null) typed.value = null
        }}
      />
      <p id={id} class="danger">
        {problem !== null && `This is not JSON yet: ${problem}`}
      </p>
    </details>
  )
}
