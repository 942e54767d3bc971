import type { CallToAction } from '../server/wire/offer.ts'
import type { Drawn } from './copy.ts'
import type { Host } from './host.ts'
import { once } from './once.ts'
import type { Opened } from './overlay.ts'
import { open } from './prompt/open.ts'

export { draw } from './copy.ts'

/** One showing of a prompt: what is drawn, and what the deciding side wants to know of it. */
export type Showing = {
  readonly host: Host
  readonly drawn: Drawn
  /** What an admin would be asked for. */
  readonly feature: string | undefined
  /** An event about it, `Prompt ...`. */
  readonly report: (what: string, reason?: string) => void
  readonly onShown: () => void
  /** "Later": it keeps away for a while. */
  readonly snooze: () => void
  readonly askAdmin: (feature: string) => void
  /** It has left the screen. */
  readonly onLeft: () => void
}

const loadForm = once(
  () => import('./form/form.ts'),
  (form) => form,
)

/** Tells the page of a click; true when the page does itself what the click asks for. */
const offerToPage = ({ host, drawn, feature }: Showing, call: CallToAction, href: string | undefined) => {
  let isTaken = false
  host.tell('call', {
    promptId: drawn.overlay.promptId,
    kind: call.kind,
    ...('name' in call && { name: call.name }),
    ...('plan' in call && { plan: call.plan }),
    ...(feature !== undefined && { feature }),
    ...(href !== undefined && { href }),
    preventDefault() {
      isTaken = true
    },
  })
  return isTaken
}

/** Draws a prompt for this person and follows what they do with it. Returns what takes it away without a word. */
export const show = (showing: Showing): Opened => {
  const { drawn, feature, host, onLeft, report } = showing
  const { overlay, calls } = drawn
  const { capture } = host
  const { promptId } = overlay
  let isSent = false
  return open(overlay, {
    onShown: showing.onShown,
    onAction({ kind, href }) {
      report('Clicked', kind)
      const call = calls.find((each) => each.kind === kind)
      if (!call) return false
      if (kind === 'ask-admin') {
        isSent = true
        showing.askAdmin(feature ?? promptId)
      }
      if (call.kind === 'checkout' || call.kind === 'trial')
        capture('Upgrade Started', { ...(call.plan && { plan: call.plan }), promptId }, true)
      if (kind !== 'contact' && kind !== 'ask-admin') onLeft()
      return offerToPage(showing, call, href)
    },
    onLater() {
      showing.snooze()
      onLeft()
    },
    onClose() {
      if (!isSent) report('Dismissed')
      onLeft()
    },
    onMute() {
      report('Dismissed', 'never again')
      onLeft()
    },
    onGone: onLeft,
    async onContact(message) {
      const event = capture('Sales Contact Requested', { ...message, promptId }, true)
      if (!event) return 'refused'
      const [isSafe, { handOver }] = await Promise.all([host.saved(), loadForm()])
      const became = await handOver(host, event)
      isSent = became === 'sent' || (became === 'unreachable' && isSafe)
      return isSent ? 'sent' : became
    },
    loadForm,
  })
}
