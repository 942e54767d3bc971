import type { Fields } from '../server/wire/event.ts'
import type { TokenSource } from './token.ts'

/**
 * Names and properties of your own events, to be extended:
 * ```ts
 * declare module 'tidemark' {
 *   interface Events { 'Report Exported': { format: 'pdf' | 'csv' } }
 * }
 * ```
 */
// An interface, because only interfaces can be extended from outside.
export interface Events {
  Activated: Fields
  'Core Action Completed': Fields
  'Integration Connected': Fields
  'Data Imported': Fields
  'Invite Accepted': { invitedBy?: string }
  'Upgrade Started': { plan?: string; promptId?: string }
  'Sales Contact Requested': { message?: string; promptId?: string; name?: string; email?: string }
}
/** Any name is allowed; those of `Events` have their properties checked. */
export type EventName = keyof Events | (string & {})
export type Properties<Name, Given> = Name extends keyof Events
  ? // oxlint-disable-next-line no-generated-empty-object-type -- asks whether it may be nothing
    Record<never, never> extends Events[Name]
    ? [properties?: Events[Name]]
    : [properties: Events[Name]]
  : [properties?: Given & Plain<Given>]

/**
 * Named values as JSON holds them, also of an interface: a date becomes text, what is undefined is left out. Refused are
 * lists, functions, symbols and BigInts.
 */
export type Plain<Given> = Given extends readonly unknown[]
  ? never
  : { [Name in keyof Given]: Value<Given[Name]> }
type Value<Given> = Given extends string | number | boolean | Date | null | undefined
  ? Given
  : Given extends bigint | symbol | ((...args: never[]) => unknown)
    ? never
    : { [Name in keyof Given]: Value<Given[Name]> }

/** Whether this person agreed: `pending` keeps events in memory until a choice is made, `denied` keeps nothing. */
export type Consent = 'granted' | 'pending' | 'denied'

export type Options = {
  /** The browser key, `pk_...`. It is public. */
  readonly key: string
  /** Base address of the Tidemark server, without a slash at its end: `https://tidemark.example.com`. */
  readonly server: string
  /**
   * `pending`: nothing is stored or sent yet, and only factual limit notices show; up to 500 calls wait in memory and
   * are recorded once it is `granted`, each with its own time and page.
   * Under Global Privacy Control it is `denied` whatever stands here, until `setConsent` says otherwise.
   * @default 'granted'
   */
  readonly consent?: Consent | undefined
  /** Query parameters that may stay in recorded addresses, such as `utm_source`. @default none */
  readonly keepQuery?: readonly string[] | undefined
  /**
   * Test mode: prompts show as configured, but nothing is sent or stored, nobody is held out, and experiments are drawn
   * for one fixed visitor. `true`, or the instant (ISO 8601) at which the page's clock begins; `on('test')` moves it.
   * @default false
   */
  readonly test?: boolean | string | undefined
  /** Prints each decision with its reason. @default false */
  readonly debug?: boolean | undefined
}

/**
 * How full a limit is. `max`: Infinity where there is no limit (any more). `resetsAt`: when `used` returns to 0, as ISO
 * text, epoch ms or Date. `blocked`: somebody wanted more and was refused, which asks for a prompt as a click on a locked
 * feature does; absent: when `used` exceeds `max`.
 */
export type LimitReading = {
  readonly used: number
  readonly max: number
  readonly blocked?: boolean | undefined
  readonly resetsAt?: string | number | Date | undefined
}

/** What became of a premium feature's attempt. Gates inform, they never enforce: whether it opens is yours to decide. */
export type GateAnswer = {
  /**
   * `open` when no prompt guards it. `unknown` while the configuration, or what judges its prompts, is on its way:
   * `on('prompt', ...)` tells what became of it.
   */
  readonly status: 'unknown' | 'open' | 'prompted' | 'suppressed'
  readonly promptId?: string
  /** Why it was suppressed. */
  readonly reason?: string
}

/**
 * One question on the way to a prompt, in the order in which they are asked. `until`: the instant (epoch ms) before which
 * time alone does not change the answer.
 */
export type Gate = {
  readonly gate: string
  readonly passed: boolean
  readonly reason: string
  readonly until?: number
}
/** Why a prompt would be shown now, or would not. */
export type Explanation = {
  readonly promptId: string
  readonly shows: boolean
  readonly gates: readonly Gate[]
}

/** What `on` tells of. */
export type News = {
  /** The configuration is here; `gate` answers from now on. */
  ready: null
  /** Test mode has begun. `skip` moves its clock on, in ms: `on('test', ({ skip }) => skip(86_400_000))`. */
  test: { skip(after: number): void }
  /** A prompt appeared, was answered or was held back. */
  prompt: { readonly promptId: string; readonly what: string; readonly reason?: string }
  /** A call to action was clicked. `preventDefault()` keeps Tidemark from following its address: the page does it. */
  call: {
    readonly promptId: string
    readonly kind: string
    /** Of a `callback`. */
    readonly name?: string
    readonly plan?: string
    readonly feature?: string
    readonly href?: string
    preventDefault(): void
  }
  /** A threshold was crossed, or an attempt made beyond the limit. */
  limit: {
    readonly limit: string
    readonly used: number
    readonly max: number
    readonly threshold: number
    /** When it will be full at the pace of this device's readings (epoch ms); absent while that is unknown. */
    readonly fullAt?: number | undefined
  }
  /** Events were given up: too many were waiting, or the server refused them. */
  drop: { readonly events: number; readonly reason: string }
}

/** A tracker that never throws into the page and never rejects. */
export type Tidemark = {
  /**
   * Who this is. What the anonymous visitor did before counts for them. Another user than before starts anew, as
   * `reset()` does.
   * @param userId a stable id from your database, not an e-mail address
   * @param traits e.g. `{ name, email, role, plan }`; merged with those known
   * @param source an identity token, so that the server can trust this; see README
   */
  identify<Traits extends object>(
    userId: string | number,
    traits?: Traits & Plain<Traits>,
    source?: TokenSource,
  ): void
  /** The account that the events belong to from now on, with traits such as `{ name, plan, employees }`. */
  group<Traits extends object>(groupId: string | number, traits?: Traits & Plain<Traits>): void
  /** Tells that `previousId` was this user all along. @param previousId @default the anonymous id */
  alias(userId: string | number, previousId?: string): void
  /**
   * Something happened. Properties are frozen now; changing the object later changes nothing. Where JSON cannot hold one
   * of them (a cycle, a BigInt) the event comes without any.
   */
  track<Name extends EventName, Given extends object>(
    event: Name,
    ...properties: Properties<Name, Given>
  ): void
  /** A page or screen was viewed. @param name e.g. 'Reports' */
  page<Given extends object>(name?: string, properties?: Given & Plain<Given>): void
  /** A current reading of a plan limit, as often as it changes. Raises `Limit Approached` and `Limit Reached`. */
  limit(name: string, reading: LimitReading): void
  /** A premium feature was attempted: shows its prompt when one is due, and answers what happened. */
  gate(feature: string): GateAnswer
  /** Shows a prompt now, whatever its trigger and frequency; its audience still counts. `unknown` before the configuration. */
  show(promptId: string): Promise<GateAnswer>
  /** Why each prompt (or this one) would be shown now, or would not. Empty before the configuration is here. */
  explain(promptId?: string): Promise<readonly Explanation[]>
  /** Keeps a prompt away for a while. @param days @default the prompt's own, else 7 */
  snooze(promptId: string, days?: number): void
  /** Keeps a prompt away for good. */
  mute(promptId: string): void
  /** This person's choice. `denied` removes everything stored; factual limit notices remain, without any event. */
  setConsent(consent: Consent): void
  /** Call at logout: a new anonymous id; nothing of the old user stays. `forget` also drops events not yet sent. */
  reset(options?: { readonly forget?: boolean }): void
  /** Listens. Returns its undo. */
  on<Name extends keyof News>(name: Name, listener: (news: News[Name]) => void): () => void
  /** Sends what waits, now. */
  flush(): void
  /** Prints each decision with its reason to the console. @param on @default true */
  debug(on?: boolean): void
}
