import { keepFocus } from './keep-focus.ts'
import { shieldKeys } from './keys.ts'
import { type Reveal, reveal } from './reveal.ts'

/**
 * Brings a surface before the reader, with its keys and focus kept in order. The returned function takes it away again
 * and resolves when it has faded out.
 */
export const present = (host: HTMLElement, options: Reveal): (() => Promise<void>) => {
  const undoShield = shieldKeys(host, options.surface)
  const returnFocus = keepFocus(host)
  const conceal = reveal(options)
  return () => {
    undoShield()
    const gone = conceal()
    returnFocus()
    return gone
  }
}
