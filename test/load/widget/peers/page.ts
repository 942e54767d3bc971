type BenchPage = { receiver: string; track?: (name: string, n: number) => void }

const page = globalThis as unknown as BenchPage

/** Where the events go: the bench says so to the page before the script comes. */
export const receiver = () => page.receiver

/** Offers the tracker's call for an event under one name. */
export const events = (track: (name: string, n: number) => void) => {
  page.track = track
}
