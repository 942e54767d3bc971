import type { Fields } from '../server/wire/event.ts'
import type { Explanation, GateAnswer, LimitReading, News, Options } from './api.ts'
import type { Guard, Listen } from './guard.ts'
import type { Identity } from './identity.ts'
import type { Storage } from './storage.ts'
import type { Token } from './token.ts'

/** What the always loaded part offers to moments.js. */
export type Host = {
  readonly now: () => number
  /** The configuration as the server answers, asked for while moments.js was on its way; undefined: no answer. */
  readonly config: Promise<unknown>
  /** Asks again. Rejects when there is no answer. */
  readonly fetchConfig: () => Promise<unknown>
  readonly storage: Storage
  readonly who: () => Identity
  /** The browser key, by which tabs share locks and channels. */
  readonly key: string
  /** Base address of the server; undefined: nothing is sent. */
  readonly server: string | undefined
  /** Test mode, see `Options`. */
  readonly test: Options['test']
  /** The identity token, with which the server answers for this person. */
  readonly token: Pick<Token, 'fresh' | 'get'>
  /** False without consent: then only factual limit notices may show, and nothing is recorded. */
  readonly recording: () => boolean
  /**
   * An event of ours; answers it as it will be sent, nothing where nothing is recorded. Urgent: sent at once instead
   * of with the next batch; `false`: stored and sent with the next event, or some seconds later. Two tabs that notice
   * the same thing give it the same id, so that it counts once.
   */
  readonly capture: (event: string, properties: Fields, urgent?: boolean, id?: string) => string | void
  /** Whether what was captured last is stored on this device, once that is known. */
  readonly saved: () => Promise<boolean>
  /** Looks for what waits on this device, and sends it. */
  readonly patrol: () => void
  /** Where the person is: the path, with that of a hash router. */
  readonly route: () => string
  readonly tell: <Name extends keyof News>(name: Name, news: News[Name]) => void
  readonly guard: Guard
  readonly listen: Listen
  /** A decision and its reason, for `debug`. */
  readonly note: (what: string, detail?: unknown) => void
}

/**
 * What the server says of a verified person, in answer to a batch of theirs. Only the tab that sent it hears it.
 */
export type Reply = {
  /** Prompts whose audience only the server can tell, that this person is in. */
  readonly prompts: readonly string[]
  /** What this person answered to prompts, on any device. */
  readonly state: Readonly<Record<string, unknown>>
  /** Who at the company looks after their account. */
  readonly contact: { readonly name: string; readonly link: string } | null
}

/** What moments.js offers in return. */
export type Moments = {
  limit(name: string, reading: LimitReading): void
  gate(feature: string): GateAnswer
  show(promptId: string): Promise<GateAnswer>
  explain(promptId?: string): Promise<readonly Explanation[]>
  snooze(promptId: string, days?: number): void
  mute(promptId: string): void
  /** An event was captured, by the host or by Tidemark itself. */
  observe(event: string, properties: Fields): void
  /** Traits or account changed: an open prompt may no longer be for this person. */
  recheck(): void
  /** While debugging: tells what is wrong with a call of the page, if anything. */
  advise(name: string, args: readonly unknown[]): void
  /**
   * What the server answered when `userId` was here: a `Reply` if it was about a verified person. Anything else says
   * why it took nothing.
   */
  onReply(answer: unknown, userId: string | undefined): void
  /** Calls that could not count when they were made: now they do, but show nothing. From storage, and unchecked. */
  catchUp(missed: unknown): void
  /** Somebody else, or nobody. */
  reset(): void
}

export type LoadMoments = () => Promise<{ createMoments(host: Host): Promise<Moments> }>
