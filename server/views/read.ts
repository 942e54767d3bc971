import type { Engine } from '../core/engine.ts'
import { newAccount } from '../core/step.ts'
import type { AccountDoc, LeadDoc, MemberDoc } from '../core/types.ts'
import { findAccount } from '../store/accounts.ts'
import { foremostMembers } from '../store/members.ts'
import type { Store } from '../store/store.ts'
import type { JournalRow, LeadRow, MemberRow } from '../store/tables.ts'

/** What every view is made with: the store, the rules, and the instant for which scores are computed. */
export type Look = {
  readonly store: Store
  readonly engine: Engine
  readonly now: number
  /** Brings up to date what is going to be read: these accounts, or wherever this subject is. */
  readonly freshen: (which: {
    readonly accounts?: readonly string[]
    readonly subject?: string
  }) => Promise<void>
  /** Events of these senders that no index holds yet. */
  readonly unindexed: (senders: readonly string[]) => Promise<JournalRow[]>
}

/** Members that a view looks at: of larger accounts the foremost. */
const MEMBERS = 500

export type Seen = {
  readonly key: string
  readonly account: AccountDoc
  readonly members: Map<string, MemberDoc>
}

export const readMember = (row: MemberRow): MemberDoc => JSON.parse(row.doc)

export const readLead = (row: LeadRow): LeadDoc => JSON.parse(row.doc)

/** An account with its members; null if nothing was ever counted there. */
export const readAccount = async ({ store, freshen }: Look, key: string): Promise<Seen | null> => {
  await freshen({ accounts: [key] })
  const row = await findAccount(store.db, key)
  if (!row) return null
  const account: AccountDoc = JSON.parse(row.doc)
  const rows = await foremostMembers(store.db, key, MEMBERS)
  if (rows.length === 0 && !account.lead && !account.own) return null
  return { key, account, members: new Map(rows.map((member) => [member.subject, readMember(member)])) }
}

export const readAccountDoc = async ({ store }: Look, key: string): Promise<AccountDoc> => {
  const row = await findAccount(store.db, key)
  return row ? JSON.parse(row.doc) : newAccount()
}
