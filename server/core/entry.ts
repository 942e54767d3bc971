import type { EventType, Fields, Trust } from '../wire/event.ts'
import type { LeadAction, LeadActionBody } from '../wire/view.ts'
import type { Profile, Subject } from './profile.ts'

/**
 * One accepted event, normalized and placed. `account` is where it counts, `subject` its canonical subject there.
 * `named` tells whether the event itself named the account; if not, it lies in the subject's loose part and moves
 * with its home. `time` is when it happened, `receivedAt` when it came; `at` is the decision instant.
 */
export type EventEntry = {
  readonly kind: 'event'
  readonly seq: number
  readonly account: string
  readonly subject: Subject
  /** The subject is an anonymousId that nobody has claimed: no user of the account. */
  readonly anonymous: boolean
  readonly named: boolean
  readonly messageId: string
  readonly time: number
  readonly receivedAt: number
  readonly at: number
  readonly trust: Trust
  /** True for `/v1/import`: decisions are historic. */
  readonly historic: boolean
  /** False for test keys: no leads. */
  readonly counts: boolean
  /** True when its sender labelled it made up (`context.generated: true`); a lead it opens says so. */
  readonly generated?: boolean
  readonly type: EventType
  readonly name: string
  readonly properties: Fields
  readonly traits: Fields
}

/**
 * Parts that moved between members: the loose part follows a changed home, everything follows a claim. Both sides get
 * their own entry in their own account. A member left without parts leaves the account: its row can be deleted.
 */
export type MoveEntry = {
  readonly kind: 'move'
  readonly seq: number
  readonly account: string
  readonly at: number
  readonly historic: boolean
  readonly subject: Subject
  readonly anonymous: boolean
  readonly direction: 'out' | 'in'
  /** `out`: which parts leave. */
  readonly what: 'loose' | 'all'
  /** `in`: the parts that arrive; absent for `out`. */
  readonly parts?: { readonly named: Profile | null; readonly loose: Profile | null }
  /** Where it went or came from: "moved to X". */
  readonly other: { readonly account: string; readonly subject: Subject }
}

export type ActionEntry = {
  readonly kind: 'action'
  readonly seq: number
  readonly account: string
  readonly at: number
  readonly leadNo: number
  readonly action: LeadAction
  readonly by: string
  readonly body: LeadActionBody
}

export type Entry = EventEntry | MoveEntry | ActionEntry
