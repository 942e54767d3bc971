import { useId } from 'preact/hooks'
import { useInbox } from '../state/inbox.ts'
import { valueAt } from './pointer.ts'

type Place = {
  /** Where in the model the value stands, as a JSON pointer. */
  readonly at: string
  /** Said by screen readers; the page shows it by layout. */
  readonly label: string
}

const useField = ({ at }: Place) => {
  const { editor } = useInbox()
  const id = useId()
  const mistake = editor.mistakes.value.find(({ path }) => path === at)
  return {
    id,
    mistake,
    value: valueAt(editor.draft.value, at),
    set: (value: unknown) => editor.set(at, value),
    marks: {
      'aria-invalid': mistake !== undefined,
      'aria-describedby': mistake ? id : undefined,
    } as const,
  }
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
  const { id, mistake, value, set, marks } = useField({ at, label })
  const take = (figure: number) => {
    const empty = optional ? undefined : null
    set(Number.isNaN(figure) ? empty : Math.round((figure / scale) * 1e6) / 1e6)
  }
  return (
    <span class="model-field">
      <input
        type="number"
        step="any"
        class="figure"
        aria-label={label}
        value={typeof value === 'number' ? Math.round(value * scale * 1e6) / 1e6 : ''}
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
  const { id, mistake, value, set, marks } = useField(place)
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
  const { id, mistake, value, set, marks } = useField(place)
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

export const CheckField = (place: Place) => {
  const { value, set } = useField(place)
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
