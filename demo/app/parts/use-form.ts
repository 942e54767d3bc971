import { useState } from 'preact/hooks'
import { wordsFor } from '../api.ts'

const text = (value: FormDataEntryValue | null) => (typeof value === 'string' ? value.trim() : '')

/** Sends the named fields of a form, once at a time; `trouble` holds the words when it fails. */
export const useForm = <const Name extends string>(
  names: readonly Name[],
  send: (values: Record<Name, string>) => Promise<void>,
) => {
  const [isBusy, setBusy] = useState(false)
  const [trouble, setTrouble] = useState<string | null>(null)

  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault()
    if (isBusy || !(event.currentTarget instanceof HTMLFormElement)) return
    const data = new FormData(event.currentTarget)
    const values = Object.fromEntries(names.map((name) => [name, text(data.get(name))]))
    setBusy(true)
    setTrouble(null)
    send(values as Record<Name, string>)
      .catch((error: unknown) => setTrouble(wordsFor(error)))
      .finally(() => setBusy(false))
  }
  return { onSubmit, isBusy, trouble }
}
