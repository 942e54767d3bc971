import type { Engine } from './engine.ts'
import { openLead } from './lead.ts'
import { advance } from './step.ts'
import type { AccountDoc, MemberDoc, Subject } from './types.ts'

type Alone = {
  readonly key: string
  readonly account: AccountDoc
  readonly members: ReadonlyMap<Subject, MemberDoc | null>
}

/**
 * When time alone takes the open lead out of the queue: a copy of the account lives on until it does. Null = never, or
 * not known, because not everybody is at hand.
 */
export function lapsesAt({ key, account, members }: Alone, engine: Engine): number | null {
  if (openLead(account) === null || members.size < account.sums.members) return null
  const state = {
    key,
    account: structuredClone(account),
    members: new Map(structuredClone(members)),
    loadedUntil: Number.POSITIVE_INFINITY,
    nextDueAt: null,
  }
  while (openLead(state.account) !== null && state.account.dueAt !== null)
    advance(state, state.account.dueAt, engine)
  return state.account.lead?.closedAt ?? null
}
