import { carry } from '../core/carry.ts'
import type { Engine } from '../core/engine.ts'
import { noteInvite, putInvite } from '../core/invite.ts'
import { absorb, absorbOwn } from '../core/lift.ts'
import { mergeParts } from '../core/merge.ts'
import type { PromptState } from '../core/prompt-state.ts'
import { relabelOwn } from '../core/relabel-own.ts'
import type { AccountDoc, Profile } from '../core/types.ts'
import { learn } from '../identity/place.ts'
import { newSubject, type SubjectDoc } from '../identity/subject.ts'
import { isAnonymous } from '../intake/subject-id.ts'
import { mergePromptStates, promptStateOf } from '../prompts/keep-states.ts'
import { FLAGS } from '../store/journal.ts'
import type { BaseRow, JournalRow } from '../store/tables.ts'
import { fromJournal, toEntry } from './entry.ts'
import type { Room } from './room.ts'

/**
 * What is left of events that the journal no longer keeps. A row of the base is the fold of exactly those that one sender
 * sent into one account, naming it or not: so it can be moved, counted anew and erased as they could.
 */
export type BaseDoc = {
  /** Later than the receipt of every event in it. */
  readonly until: number
  readonly profile: Profile | null
  /** What they said of the account, and whom they invited there. */
  readonly own: Profile | null
  readonly invites: AccountDoc['invites']
  /** Where they said that their sender belongs. */
  readonly said: SubjectDoc
  readonly prompts: PromptState | null
}

/** Which row of the base an event of the journal belongs to. */
export const placeOf = ({ subject, account, flags }: JournalRow): Omit<BaseRow, 'doc'> => ({
  subject,
  account,
  named: flags & FLAGS.named ? 1 : 0,
})

export const newBase = (): BaseDoc => ({
  until: 0,
  profile: null,
  own: null,
  invites: {},
  said: newSubject(),
  prompts: null,
})

/** Takes an event in. What the document held may be changed in place. */
export const foldInto = (doc: BaseDoc, row: JournalRow, engine: Engine): BaseDoc => {
  const event = fromJournal(row)
  const { account, subject } = row
  const entry = toEntry(event, { account, subject, anonymous: isAnonymous(subject) }, row)
  noteInvite(doc, entry)
  learn(doc.said, event)
  const prompts = promptStateOf(event)
  return {
    ...doc,
    until: Math.max(doc.until, row.received_at + 1),
    profile: absorb(doc.profile, entry, engine),
    own: absorbOwn(doc.own, entry, engine),
    prompts: prompts && doc.prompts ? mergePromptStates(doc.prompts, prompts) : (prompts ?? doc.prompts),
  }
}

/** A row's document, as far as the room's model can use it. */
export const readBase = async ({ doc }: BaseRow, { engine, planned }: Rules): Promise<BaseDoc> => {
  const base: BaseDoc = JSON.parse(doc)
  const plan = base.profile?.plan ?? engine.plan
  if (plan === engine.plan) return base
  const { profile, own, until } = base
  const former = await planned(plan)
  return {
    ...base,
    profile: profile && carry(profile, { former, until }, engine),
    own: own && relabelOwn(own, engine),
  }
}

type Rules = Pick<Room, 'engine' | 'planned'>

type NameOf = (sender: string) => string

/** What an account said of itself, and its invitations, with those of the base. */
export const addOwn = (
  account: Pick<AccountDoc, 'own' | 'invites'>,
  { own, invites }: BaseDoc,
  nameOf: NameOf,
): void => {
  account.own = mergeParts(account.own, own)
  addInvites(account.invites, invites, nameOf)
}

const addInvites = (into: AccountDoc['invites'], invites: AccountDoc['invites'], nameOf: NameOf): void => {
  for (const [key, invite] of Object.entries(invites))
    putInvite(into, key, { ...invite, by: nameOf(invite.by) })
}

export const noteInvites = (into: AccountDoc['invites'], { doc }: BaseRow, nameOf: NameOf): void =>
  addInvites(into, (JSON.parse(doc) as BaseDoc).invites, nameOf)

/** What somebody said of where they belong. */
export const saidIn = ({ doc }: BaseRow): SubjectDoc => (JSON.parse(doc) as BaseDoc).said

export const promptsIn = ({ subject: id, doc }: BaseRow): { id: string; state: PromptState }[] => {
  const { prompts } = JSON.parse(doc) as BaseDoc
  return prompts ? [{ id, state: prompts }] : []
}
