import type { ComponentChildren } from 'preact'
import { kept, shown, useField } from '../publishing/use-field.ts'
import { useInbox } from '../state/inbox.ts'

type Place = {
  /** Where in the set the value stands, as a JSON pointer. */
  readonly at: string
  readonly label: string
  readonly hint?: string | undefined
  /** An empty field removes the setting. */
  readonly optional?: true
}

const usePlace = (at: string) => {
  const field = useField(useInbox().prompts, at)
  const marks = {
    'aria-invalid': field.mistake !== undefined,
    'aria-describedby': `${field.id}-about`,
  } as const
  return { ...field, marks }
}

type Framed = Pick<Place, 'label' | 'hint'> & {
  readonly id: string
  readonly wanted: string | undefined
  readonly children: ComponentChildren
}

const Framed = ({ id, label, hint, wanted, children }: Framed) => (
  <div class="field">
    <label for={id}>{label}</label>
    {children}
    <span id={`${id}-about`}>
      {wanted !== undefined && <span class="field-mistake">Wanted: {wanted}</span>}
      {wanted === undefined && hint && <span class="muted">{hint}</span>}
    </span>
  </div>
)

export const Line = ({ at, label, hint, optional }: Place) => {
  const { value, set, mistake, id, marks } = usePlace(at)
  const take = (text: string) => set(text === '' && optional ? undefined : text)
  return (
    <Framed id={id} label={label} hint={hint} wanted={mistake?.wanted}>
      <input
        id={id}
        type="text"
        autocomplete="off"
        value={typeof value === 'string' ? value : ''}
        onInput={({ currentTarget }) => take(currentTarget.value)}
        {...marks}
      />
    </Framed>
  )
}

export const Paragraph = ({ at, label, hint }: Place) => {
  const { value, set, mistake, id, marks } = usePlace(at)
  return (
    <Framed id={id} label={label} hint={hint} wanted={mistake?.wanted}>
      <textarea
        id={id}
        rows={2}
        value={typeof value === 'string' ? value : ''}
        onInput={({ currentTarget }) => set(currentTarget.value)}
        {...marks}
      />
    </Framed>
  )
}

/** A list of short texts, one a line; empty lines count as none. */
export const Lines = ({ at, label, hint }: Place) => {
  const { value, set, mistake, id, marks } = usePlace(at)
  const take = (text: string) => set(text.trim() === '' ? undefined : text.split('\n'))
  const tidy = (text: string) => {
    const lines = text
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean)
    set(lines.length > 0 ? lines : undefined)
  }
  return (
    <Framed id={id} label={label} hint={hint} wanted={mistake?.wanted}>
      <textarea
        id={id}
        rows={3}
        value={Array.isArray(value) ? value.join('\n') : ''}
        onInput={({ currentTarget }) => take(currentTarget.value)}
        onBlur={({ currentTarget }) => tidy(currentTarget.value)}
        {...marks}
      />
    </Framed>
  )
}

type Figure = Place & { readonly scale?: number }

/** Shown times `scale`: 0.8 as 80 %. */
export const Figure = ({ at, label, hint, optional, scale = 1 }: Figure) => {
  const { value, set, mistake, id, marks } = usePlace(at)
  const take = (typed: number) => set(kept(typed, scale, optional ? undefined : null))
  return (
    <Framed id={id} label={label} hint={hint} wanted={mistake?.wanted}>
      <input
        id={id}
        type="number"
        step="any"
        value={shown(value, scale)}
        onInput={({ currentTarget }) => take(currentTarget.valueAsNumber)}
        {...marks}
      />
    </Framed>
  )
}

type Choice = Place & {
  readonly choices: readonly (readonly [value: string, label: string])[]
  /** Instead of only setting it. */
  readonly onChoose?: (value: string) => void
}

export const Choice = ({ at, label, hint, choices, onChoose }: Choice) => {
  const { value, set, mistake, id, marks } = usePlace(at)
  return (
    <Framed id={id} label={label} hint={hint} wanted={mistake?.wanted}>
      <select
        id={id}
        value={typeof value === 'string' ? value : ''}
        onChange={({ currentTarget }) =>
          (onChoose ?? ((next) => set(next || undefined)))(currentTarget.value)
        }
        {...marks}
      >
        {choices.map(([name, words]) => (
          <option key={name} value={name}>
            {words}
          </option>
        ))}
      </select>
    </Framed>
  )
}

export const Tick = ({ at, label }: Place) => {
  const { value, set } = usePlace(at)
  return (
    <label class="check">
      <input
        type="checkbox"
        checked={value === true}
        onChange={({ currentTarget }) => set(currentTarget.checked || undefined)}
      />
      {label}
    </label>
  )
}
