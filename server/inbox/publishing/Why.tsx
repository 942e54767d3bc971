import type { Signal } from '@preact/signals'

/** Why something is published: kept with the version, for whoever asks later. */
export const Why = ({ reason, autofocus }: { reason: Signal<string>; autofocus?: true }) => (
  <label class="field">
    <span>
      Why <span class="muted">(needed; kept with the version)</span>
    </span>
    <textarea
      rows={2}
      required
      autofocus={autofocus}
      maxLength={500}
      value={reason.value}
      onInput={({ currentTarget }) => (reason.value = currentTarget.value)}
    />
  </label>
)
