import type { Prompt, PublicConfig } from '../server/wire/prompt.ts'
import { overlayOf } from './copy.ts'
import type { Host } from './host.ts'
import type { Moment } from './moment.ts'
import { open } from './prompt/open.ts'

/** One showing of a prompt: what it is about, and what the deciding side wants to know of it. */
export type Showing = {
  readonly host: Host
  readonly prompt: Prompt
  readonly moment: Moment
  readonly brand: PublicConfig['brand']
  /** An event about it, `Prompt ...`, with a reason. */
  readonly report: (what: string, reason?: string) => void
  readonly onShown: () => void
  readonly onClicked: () => void
  /** It keeps away for its time, or for good. */
  readonly snooze: () => void
  readonly mute: () => void
  /** It has left the screen because a link was followed. */
  readonly onLeft: () => void
}

/**
 * The only door to prompt/: draws a prompt for this person and follows what they do with it. Returns what takes it
 * away; null when its main address must not be followed.
 */
export const show = (showing: Showing): (() => void) | null => {
  const { host, prompt, moment, report, snooze } = showing
  const { capture } = host
  const promptId = prompt.id
  const overlay = overlayOf(prompt, moment, host.who(), showing.brand)
  if (!overlay) return null
  let isSent = false
  const opened = open(overlay, {
    onShown: showing.onShown,
    onAction({ kind }) {
      showing.onClicked()
      report('Clicked', kind)
      if (kind !== 'contact') showing.onLeft()
      const call = prompt.primary.kind === kind ? prompt.primary : prompt.secondary
      if (call?.kind !== 'checkout') return
      capture('Upgrade Started', { ...(call.plan && { plan: call.plan }), promptId }, true)
    },
    onLater() {
      report('Snoozed')
      snooze()
    },
    onClose() {
      if (!isSent) report('Dismissed')
      snooze()
    },
    onMute() {
      report('Dismissed', 'never again')
      showing.mute()
    },
    async onContact(message) {
      isSent = true
      capture('Sales Contact Requested', { ...message, promptId }, true)
      await host.saved()
    },
    loadForm: () => import('./form/form.ts'),
  })
  return () => opened.close()
}
