import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { SECOND } from '../../wire/limits.ts'
import { Icon } from './Icon.tsx'

const write = async (text: string): Promise<boolean> => {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    // Plain http and denied permission: no clipboard. The button says so, and the text can be selected.
    return false
  }
}

/** Copies a text and says that it did. */
export const Copy = ({ text, label }: { text: string; label: string }) => {
  const state = useSignal<'ready' | 'copied' | 'failed'>('ready')
  useEffect(() => {
    if (state.value === 'ready') return undefined
    const timer = setTimeout(() => (state.value = 'ready'), 2 * SECOND)
    return () => clearTimeout(timer)
  }, [state.value])
  const copy = async () => {
    state.value = (await write(text)) ? 'copied' : 'failed'
  }
  const words = { ready: label, copied: 'Copied', failed: 'Select the text to copy it' }[state.value]
  return (
    <button type="button" class="button small" onClick={() => void copy()}>
      <Icon name={state.value === 'copied' ? 'check' : 'copy'} />
      <span aria-live="polite">{words}</span>
    </button>
  )
}
