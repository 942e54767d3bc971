import * as form from '../../../widget/form/form.ts'
import { open } from '../../../widget/prompt/open.ts'
import { CASES } from './cases.ts'

/** Runs in a frame with a strict Content-Security-Policy: opens, goes into the form, and notes every violation. */
const violations: string[] = []
addEventListener('securitypolicyviolation', ({ violatedDirective }) => violations.push(violatedDirective))

const format = (['modal', 'slide-in', 'banner'] as const).find(
  (name) => name === document.body.dataset['format'],
)
open(
  { ...CASES['limit reached'], format: format ?? 'modal' },
  {
    onShown: () => {},
    onAction: () => {},
    onLater: () => {},
    onClose: () => {},
    onMute: () => {},
    onContact: () => Promise.resolve('sent'),
    loadForm: () => Promise.resolve(form),
  },
)
document.querySelector('tidemark-overlay')?.shadowRoot?.querySelector<HTMLElement>('.secondary')?.click()
setTimeout(() => {
  document.body.dataset['violations'] = violations.join(' ')
  document.body.dataset['done'] = 'yes'
}, 300)
