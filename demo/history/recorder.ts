import type { Fields, WireEvent } from '../../server/wire/event.ts'
import type { Account, Member } from './account.ts'

/** An event before the whole history is sorted and numbered. */
export type Happening = { readonly at: number; readonly event: WireEvent }

/** Writes down what members do, as the events that their product would have sent. */
export type Recorder = {
  readonly happenings: Happening[]
  readonly track: (who: Member, at: number, event: string, properties?: Fields) => void
  readonly page: (who: Member, at: number, name: string) => void
  readonly identify: (who: Member) => void
  readonly group: (who: Member, at: number) => void
}

/** A recorder for one account; every event names it and says that it is made up. */
export const createRecorder = (account: Account): Recorder => {
  const happenings: Happening[] = []
  const context = { groupId: account.id, generated: true }
  const record = (at: number, event: Omit<WireEvent, 'context' | 'timestamp'>) =>
    happenings.push({ at, event: { ...event, timestamp: new Date(at).toISOString(), context } })

  return {
    happenings,
    track: (who, at, event, properties = {}) =>
      record(at, { type: 'track', userId: who.id, event, properties }),
    page: (who, at, name) => record(at, { type: 'page', userId: who.id, name }),
    identify: (who) =>
      record(who.joinedAt, {
        type: 'identify',
        userId: who.id,
        traits: {
          name: who.name,
          email: who.email,
          role: who.role,
          generated: true,
          createdAt: new Date(who.joinedAt).toISOString(),
        },
      }),
    group: (who, at) =>
      record(at, {
        type: 'group',
        userId: who.id,
        groupId: account.id,
        traits: {
          name: account.identity.name,
          industry: account.identity.industry,
          employees: account.employees,
          plan: account.plan,
        },
      }),
  }
}
