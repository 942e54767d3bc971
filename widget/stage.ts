import type { Prompt } from '../server/wire/prompt.ts'
import type { Drawn } from './copy.ts'
import type { Host } from './host.ts'
import type { OnScreen } from './judge.ts'
import type { Moment } from './moment.ts'
import { createScreen } from './screen.ts'
import type { loadPrompt } from './show.ts'
import { type Showing, show } from './showing.ts'

/** A prompt on the screen, or on its way there. */
export type Piece = OnScreen & {
  readonly prompt: Prompt
  readonly moment: Moment
  /** Whom it is about: somebody else's account closes it. */
  readonly account: string | undefined
  /** Takes it away without a word. */
  close: () => void
}

/** What a piece needs once it may enter; null: it must not any more, and whoever says so has told why. */
export type Entrance = (Omit<Showing, 'host' | 'onLeft'> & { readonly drawn: Drawn }) | null

/** Fetches what draws, once. */
export type Drawing = typeof loadPrompt

const ELSEWHERE = 'another tab shows one'

/**
 * What is on the screen of this tab: one overlay, which has the screen of all tabs, and what fills slots of the page.
 */
export const createStage = (host: Host, drawing: Drawing) => {
  const screen = createScreen(host)
  const slots = new Map<string, Piece>()
  let overlay: Piece | undefined

  const isSlot = ({ prompt }: Piece) => prompt.format === 'slot'
  const isOn = (piece: Piece) => overlay === piece || slots.get(piece.promptId) === piece
  const leave = (piece: Piece) => {
    if (overlay === piece) overlay = undefined
    if (slots.get(piece.promptId) === piece) slots.delete(piece.promptId)
  }
  const all = () => [...(overlay ? [overlay] : []), ...slots.values()]
  const close = (isMeant: (piece: Piece) => boolean = () => true) => {
    for (const piece of all().filter(isMeant)) {
      leave(piece)
      piece.close()
    }
  }
  // A page kept for the back button keeps its lock too, and no other tab could show anything.
  host.listen(globalThis, 'pagehide', () => close())

  /** Resolves to what gives the screen back; null when another tab has it. */
  const take = async (piece: Piece): Promise<(() => void) | null> =>
    isSlot(piece) ? () => {} : screen.take(piece.askedFor, () => close((other) => other === piece))

  /** Resolves when it is on the screen, or why it could not be. It takes the place of what is open. */
  const enter = async (piece: Piece, admit: () => Promise<Entrance> | Entrance): Promise<string | null> => {
    const loading = drawing()
    loading.catch(() => {})
    close(isSlot(piece) ? ({ promptId }) => promptId === piece.promptId : (other) => !isSlot(other))
    if (isSlot(piece)) slots.set(piece.promptId, piece)
    else overlay = piece
    let taken: ReturnType<typeof take> = Promise.resolve(null)
    const left = () => {
      void taken.then((giveBack) => giveBack?.())
      leave(piece)
    }
    try {
      const entrance = await admit()
      if (!entrance || !isOn(piece)) return leave(piece), null
      taken = take(piece)
      // What was asked for gets the screen in any case. Else the lock comes first: two tabs never draw on one screen.
      const isSure = isSlot(piece) || piece.askedFor
      if (!isSure && !(await taken)) return leave(piece), ELSEWHERE
      const module = await loading
      // Closed or replaced before it could open.
      if (!isOn(piece)) return left(), null
      const shut = show({ ...entrance, host, onLeft: left }, module)
      piece.close = () => {
        left()
        shut()
      }
      return null
    } catch (cause) {
      host.note('error', cause)
      left()
      return 'failed'
    }
  }

  return {
    enter,
    close,
    isTaken: screen.isTaken,
    overlay: () => overlay,
    has: (promptId: string) => all().some((piece) => piece.promptId === promptId),
  }
}
