import { keepFocus } from './keep-focus.ts'
import { shieldKeys } from './keys.ts'
import type { Mount } from './mount.ts'
import { reveal } from './reveal.ts'

/**
 * Brings what is drawn before the reader, with its keys and focus kept in order. The returned function takes it away
 * again and resolves when it has faded out.
 */
export const present = ({ host, root, format }: Mount, onShown: () => void): (() => Promise<void>) => {
  const surface = root.querySelector<HTMLElement>('.surface')
  if (!surface) return async () => {}
  const undoShield = shieldKeys(host, surface, format === 'modal')
  const returnFocus = keepFocus(root)
  const conceal = reveal(surface, onShown)
  return () => {
    undoShield()
    const gone = conceal()
    returnFocus()
    return gone
  }
}
