import { SECOND } from './span.ts'

/** How long a batch that was handed over at closing, or is about to be stored, is left alone by all tabs. */
export const LEASE_AFTER = 30 * SECOND
/** Under this and a batch's id localStorage holds what IndexedDB may not have: its events, and until when it is leased. */
export const SPILL = 'spill.'
