import { useSignal } from '@preact/signals'
import { kept, shown, useField } from '../publishing/use-field.ts'
import { useInbox } from '../state/inbox.ts'

type Place = {
  /** Where in the model the value stands, as a JSON pointer. */
  readonly at: string
  /** Said by screen readers; the page shows it by layout. */
  readonly label: string
}

const usePlace = ({ at }: Place) => {
  const field = useField(useInbox().editor, at)
  const marks = {
    'aria-invalid': field.mistake !== undefined,
    'aria-describedby': field.mistake ? field.id : undefined,
  } as const
  return { ...field, marks }
}

const Mistake = ({ id, wanted }: { id: string; wanted: string | undefined }) =>
  wanted === undefined ? null : (
    <span class="field-mistake" id={id}>
      Wanted: {wanted}
    </span>
  )

type NumberProps = Place & {
  readonly unit?: string
  /** Shown times this: 0.5 as 50 %. @default 1 */
  readonly scale?: number
  /** An empty field removes the setting. */
  readonly optional?: true
}

export const NumberField = ({ at, label, unit, scale = 1, optional }: NumberProps) => {
  const { id, mistake, value, set, marks } = usePlace({ at, label })
  const take = (typed: number) => set(kept(typed, scale, optional ? undefined : null))
  return (
    <span class="model-field">
      <input
        type="number"
        step="any"
        class="figure"
        aria-label={label}
        value={shown(value, scale)}
        onInput={({ currentTarget }) => take(currentTarget.valueAsNumber)}
        {...marks}
      />
      {unit && <span class="unit">{unit}</span>}
      <Mistake id={id} wanted={mistake?.wanted} />
    </span>
  )
}

/** A span as it is written: 14d, 48h, 90m. */
export const SpanField = (place: Place) => {
  const { id, mistake, value, set, marks } = usePlace(place)
  return (
    <span class="model-field">
      <input
        type="text"
        class="figure span"
        aria-label={`${place.label} (such as 14d, 48h or 90m)`}
        value={typeof value === 'string' ? value : ''}
        spellcheck={false}
        autocomplete="off"
        onInput={({ currentTarget }) => set(currentTarget.value.trim())}
        {...marks}
      />
      <Mistake id={id} wanted={mistake?.wanted} />
    </span>
  )
}

export const TextField = (place: Place) => {
  const { id, mistake, value, set, marks } = usePlace(place)
  return (
    <span class="model-field wide">
      <input
        type="text"
        aria-label={place.label}
        value={typeof value === 'string' ? value : ''}
        onInput={({ currentTarget }) => set(currentTarget.value)}
        {...marks}
      />
      <Mistake id={id} wanted={mistake?.wanted} />
    </span>
  )
}

const namesIn = (text: string): string[] =>
  text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')

/** Several names, separated by commas; none removes the setting. Taken when the field is left, as a comma may be the last. */
export const NamesField = (place: Place) => {
  const { id, mistake, value, set, marks } = usePlace(place)
  /** What is being typed; null = nothing. */
  const typed = useSignal<string | null>(null)
  return (
    <span class="model-field wide">
      <input
        type="text"
        aria-label={place.label}
        placeholder="Your own events"
        value={typed.value ?? (Array.isArray(value) ? value.join(', ') : '')}
        spellcheck={false}
        autocomplete="off"
        onInput={({ currentTarget }) => (typed.value = currentTarget.value)}
        onChange={({ currentTarget }) => {
          const names = namesIn(currentTarget.value)
          typed.value = null
          set(names.length > 0 ? names : undefined)
        }}
        {...marks}
      />
      <Mistake id={id} wanted={mistake?.wanted} />
    </span>
  )
}

export const CheckField = (place: Place) => {
  const { value, set } = usePlace(place)
  return (
    <label class="check">
      <input
        type="checkbox"
        checked={value === true}
        onChange={({ currentTarget }) => set(currentTarget.checked)}
      />
      {place.label}
    </label>
  )
}
