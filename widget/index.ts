import { ABSENT } from './absent.ts'
import type { Options, Tidemark } from './api.ts'
import { create as assemble } from './create.ts'
import { methodsOf } from './methods.ts'

// A star, because only then can `declare module 'tidemark'` extend `Events`.
export type * from './api.ts'
export type { TokenSource } from './token.ts'

/**
 * Starts a tracker for this page. Keep the one object it returns. On a server, where there is no page, its methods
 * do nothing, so it can be created in code that both sides run.
 */
export const create = (options: Options): Tidemark =>
  globalThis.document ? methodsOf(assemble(options, () => import('./moments.ts'))) : ABSENT
