import type { AccountDoc } from '../core/types.ts'
import { MINUTE } from '../wire/limits.ts'

/** An import may not be over: time passes in its accounts with its events, and by itself only once it has been quiet. */
const QUIET = MINUTE

/** Until when only entries of the journal move an account's clock; it follows from them alone. */
export const restsUntil = ({ historic, importedAt }: AccountDoc): number =>
  historic ? importedAt + QUIET : 0

/** From which instant on an account is judged by a model: where an import has come to, else its publication. */
export const judgedFrom = (account: AccountDoc, publishedAt: number): number =>
  publishedAt < restsUntil(account) ? account.at : Math.max(account.at, publishedAt)
