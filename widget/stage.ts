import type { Prompt } from '../server/wire/prompt.ts'
import type { Drawn, draw } from './copy.ts'
import type { Host } from './host.ts'
import type { OnScreen } from './judge.ts'
import type { Moment } from './moment.ts'
import { createScreen } from './screen.ts'
import type { loadPrompt } from './show.ts'
import type { Showing } from './showing.ts'

/** A prompt on the screen, or on its way there. */
export type Piece = OnScreen & {
  readonly prompt: Prompt
  /** By the newest reading of its limit. */
  moment: Moment
  /** Whom it is about: somebody else's account closes it. */
  readonly account: string | undefined
  /** On which plan: another one is not sold what it has. */
  readonly plan: string
  /** When it had led to its goal before, as far as was known; 0 for never. */
  readonly convertedAt: number
  /** What it points at or fills, once it is drawn. */
  place?: Element | null | undefined
  /** Takes it away without a word. */
  close: () => void
  /** Its moment is a newer one. */
  redraw: () => void
  isWriting: () => boolean
}

/** Before it is drawn. */
export const UNOPENED = { close: () => {}, redraw: () => {}, isWriting: () => false }

/** What is shown, and what follows from it. */
export type Entrance = Omit<Showing, 'host' | 'onLeft'> & { readonly drawn: Drawn }

/** How a piece comes in. */
export type Entry = {
  /** Resolves when there is nothing left to wait for. False: it must not enter any more, and the reason has been told. */
  readonly admit: () => Promise<boolean>
  /** Its copy is written by what draws: decide.js only judges. */
  readonly compose: (write: typeof draw) => Entrance
}

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
    const meant = all().filter(isMeant)
    for (const piece of meant) {
      leave(piece)
      piece.close()
    }
    return meant
  }
  // A page kept for the back button keeps its lock too, and no other tab could show anything. Slots need none.
  host.listen(globalThis, 'pagehide', () => close((piece) => !isSlot(piece)))

  /** Resolves to what gives the screen back; null when another tab has it. */
  const take = async (piece: Piece): Promise<(() => void) | null> =>
    isSlot(piece)
      ? () => {}
      : screen.take(piece.askedFor, () => close((other) => other === piece && !piece.isWriting()))

  /** Resolves when it is on the screen, or why it could not be. It takes the place of what is open. */
  const enter = async (piece: Piece, { admit, compose }: Entry): Promise<string | null> => {
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
      if (!(await admit()) || !isOn(piece)) return leave(piece), null
      taken = take(piece)
      // While the other tabs are asked.
      const { draw, show } = await loading
      const entrance = compose(draw)
      // What was asked for gets the screen in any case. Else the lock comes first: two tabs never draw on one screen.
      const isSure = isSlot(piece) || piece.askedFor
      if (!isSure && !(await taken)) return leave(piece), ELSEWHERE
      // Closed or replaced before it could open.
      if (!isOn(piece)) return left(), null
      const opened = show({ ...entrance, host, onLeft: left })
      piece.isWriting = opened.isWriting
      piece.place = entrance.drawn.overlay.target
      piece.redraw = () => opened.renew(compose(draw).drawn.overlay)
      piece.close = () => {
        left()
        opened.close()
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
    all,
    isTaken: screen.isTaken,
    overlay: () => overlay,
    /** Not where the page has taken away what it stood in: it may fill what came in its place. */
    has: (promptId: string) =>
      all().some((piece) => piece.promptId === promptId && piece.place?.isConnected !== false),
  }
}
