import { useSignal } from '@preact/signals'
import { Modal } from '../parts/Modal.tsx'
import { useInbox } from '../state/inbox.ts'
import { areShortcutsOn, SHORTCUTS, setShortcutsOn } from './keyboard.ts'

export const Help = () => {
  const { dialog } = useInbox()
  const on = useSignal(areShortcutsOn())
  return (
    <Modal title="Keyboard shortcuts" onClose={() => (dialog.value = null)}>
      <dl class="shortcuts">
        {SHORTCUTS.map(([key, does]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <label class="check">
        <input
          type="checkbox"
          checked={on.value}
          onChange={(event) => {
            on.value = event.currentTarget.checked
            setShortcutsOn(on.value)
          }}
        />
        Use single-key shortcuts in this browser
      </label>
    </Modal>
  )
}
