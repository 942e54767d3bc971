import type { Failure } from './lane-rpc.ts'
import type { Sweep } from './sweep.ts'
import type { TrialPage, TrialRequest } from './try-model.ts'
import type { HeldAction, HeldDone, HeldRaise } from './wire/held.ts'
import type { Model } from './wire/model.ts'
import type { Delivery, Erasure, Export, Installation, RebuildPass, Rejected } from './wire/operations.ts'
import type { PromptSet } from './wire/prompt.ts'
import type { PromptCount } from './wire/prompt-view.ts'
import type { AccountView, LeadAction, LeadActionBody, LeadSummary, LeadView, UserView } from './wire/view.ts'
import type { Coming } from './work/read-ahead.ts'

/*
 * What the database lane can be asked. Everything in and out can be cloned, because with SQLite the lane lives in a
 * worker thread; with Postgres the same functions run in the server's own thread. Instants are epoch ms.
 */

/** One HTTP request with events, as it came: parsing, checking and committing are the lane's work. */
export type IngestRequest = {
  /** The JSON text; already inflated. */
  readonly body: string
  /** What the path says; `batch` and `import` carry many. */
  readonly endpoint: 'identify' | 'track' | 'page' | 'screen' | 'group' | 'alias' | 'batch' | 'import'
  /** The key from Basic or the query; null = look for `writeKey` in the body. */
  readonly key: string | null
  readonly receivedAt: number
  readonly origin: string | null
  /** Client address, for the rate of unverified hand-raises; never stored. */
  readonly address: string
}

/** `body` is the answer's JSON, ready to send. Status 200 only after the commit. */
export type Receipt = {
  readonly status: 200 | 400 | 401 | 413 | 429 | 503
  readonly body: string
  readonly retryAfter?: number
}

export type OutboxRow = {
  readonly id: string
  readonly account: string
  readonly channel: 'webhook' | 'slack'
  /** The message as JSON: `{type, timestamp, data}`; frozen when decided, so a repeat is the same bytes. */
  readonly body: string
  readonly attempts: number
}
/** `retryAt` null with ok false = given up. */
export type Settled = {
  readonly id: string
  readonly ok: boolean
  readonly error: string | null
  readonly retryAt: number | null
  readonly at: number
}

export type Versioned<T> = {
  readonly version: number
  readonly at: number
  readonly by: string
  /** Why; empty if nobody said. */
  readonly reason: string
  readonly value: T
}

/** Counts since this process started, and how far behind it is (ms; 0 = not). */
export type LaneGauges = {
  readonly events: number
  readonly duplicates: number
  readonly rejected: number
  /** How long the account that is most overdue has waited to be advanced. */
  readonly dueLag: number
  readonly deliveriesWaiting: number
  /** How long the oldest delivery that is due has waited. */
  readonly deliveryLag: number
}

/** `prompts`: how many, drafts apart. */
export type PromptVersionRow = Omit<Versioned<PromptSet>, 'value'> & {
  readonly enabled: boolean
  readonly prompts: number
  readonly drafts: number
}

export type ModelVersionRow = Omit<Versioned<Model>, 'value'> & { readonly name: string }

/** `basedOn` is the version that whoever publishes has seen; when another is in force, nothing is published. */
export type Publishing = {
  readonly by: string
  /** @default '' */
  readonly reason?: string
  readonly now: number
  readonly basedOn?: number | undefined
}

export type Keys = {
  readonly write: string
  readonly secret: string
  readonly testWrite: string
  readonly testSecret: string
}

/** A person or an account, by its id. */
export type Whom = { readonly kind: 'user' | 'account'; readonly id: string }

/** Who a customer of Stripe is here. */
export type StripeTarget = { readonly kind: 'account' | 'user'; readonly id: string }

export type Commands = {
  /** Group commit: one transaction, one receipt a request, in order. */
  ingest(requests: readonly IngestRequest[]): Promise<Receipt[]>
  /** Advances accounts whose due instant has passed; `more` = call again. `faults`: what could not be done beside the rest. */
  advance(
    now: number,
    atMost: number,
  ): Promise<{ advanced: number; more: boolean; nextDueAt: number | null; faults: readonly Failure[] }>
  user(userId: string, now: number): Promise<UserView | null>
  account(accountId: string, now: number): Promise<AccountView | null>
  leads(filter: { status: 'open' | 'closed' | 'all'; historic: boolean }, now: number): Promise<LeadSummary[]>
  lead(id: string, now: number): Promise<LeadView | null>
  /** null = no such lead; a string = why the action is refused. */
  act(request: {
    id: string
    action: LeadAction
    body: LeadActionBody
    by: string
    now: number
  }): Promise<LeadView | string | null>
  /** Leases due rows of one channel, so that a hanging receiver delays nobody else's. */
  claimOutbox(request: {
    channel: OutboxRow['channel']
    now: number
    atMost: number
    leaseAfter: number
  }): Promise<OutboxRow[]>
  settleOutbox(results: readonly Settled[]): Promise<void>
  deliveries(filter: { status: Delivery['status'] | 'all'; atMost: number }): Promise<Delivery[]>
  replayDelivery(id: string, now: number): Promise<boolean>
  model(): Promise<Versioned<Model>>
  /** One short pass of what the next events will need when this model is published: see publish-model.ts. */
  readAhead(coming: Coming): Promise<number | null>
  /** null = another version than `basedOn` is in force. Everybody is judged anew in the background. */
  publishModel(request: Publishing & { model: Model }): Promise<Versioned<Model> | null>
  modelVersions(): Promise<ModelVersionRow[]>
  modelVersion(version: number): Promise<Versioned<Model> | null>
  /** How far everybody is judged by the newest model; null = nothing was published since the start. */
  modelProgress(): Promise<Sweep | null>
  /** What a model would do to a page of accounts; `after` = '' begins. */
  tryModel(request: TrialRequest): Promise<TrialPage>
  prompts(): Promise<Versioned<PromptSet>>
  /** null = another version than `basedOn` is in force. */
  publishPrompts(request: Publishing & { prompts: PromptSet }): Promise<Versioned<PromptSet> | null>
  promptVersions(): Promise<PromptVersionRow[]>
  promptVersion(version: number): Promise<Versioned<PromptSet> | null>
  /** What became of each prompt, by variant. */
  promptCounts(): Promise<PromptCount[]>
  /** Proxies are known to whoever speaks HTTP. */
  installation(now: number): Promise<Omit<Installation, 'proxies'>>
  rejected(atMost: number): Promise<Rejected[]>
  /** Requests for sales that wait for review. */
  heldRaises(): Promise<HeldRaise[]>
  /** `decided` = somebody else was first; null = no such request. */
  reviewHeld(request: { id: string; action: HeldAction; now: number }): Promise<HeldDone | 'decided' | null>
  /** What /metrics shows of the database's side. */
  gauges(now: number): Promise<LaneGauges>
  keys(): Promise<Keys>
  /** Remembered values that must survive a restart and be one for all processes: insert on conflict, read back. */
  remember(name: string, value: string): Promise<string>
  /** A remembered value that may change, such as the hash of the configuration file last applied; null = never set. */
  recall(name: string): Promise<string | null>
  replace(name: string, value: string): Promise<void>
  /** Sign-in codes and sessions: only hashes are stored. */
  putSession(row: { hash: string; kind: 'code' | 'session'; email: string; expiresAt: number }): Promise<void>
  takeCode(hash: string, now: number): Promise<string | null>
  session(hash: string, now: number): Promise<string | null>
  endSession(hash: string): Promise<void>
  /** One pass of folding every profile anew from the journal; never changes leads or sends. Call until `isOver`. */
  rebuild(now: number): Promise<RebuildPass>
  /** Removes everything about a person or an account for good; null = nobody of that name is known. */
  erase(whom: Whom, now: number): Promise<Erasure | null>
  exportOf(whom: Whom, now: number): Promise<Export | null>
  /** Notes who a Stripe customer is and what it bought; answers what can be taken in now, in order. */
  noteStripe(request: {
    customer: string
    target: StripeTarget | null
    message: string | null
    now: number
  }): Promise<{ target: StripeTarget | null; messages: string[] }>
  /** What `noteStripe` answered has been taken in. */
  settleStripe(customer: string): Promise<void>
  /** Counts a request of a page whose origin is not listed. */
  refuseOrigin(origin: string, now: number): Promise<void>
  /** Rejects when the database cannot be reached, is not migrated or takes no write. */
  ping(now: number): Promise<void>
}

/** What the lane tells without being asked: leads that changed (for the live inbox) and work that became due. */
export type LaneNews = {
  readonly leads: readonly string[]
  readonly outbox: boolean
  readonly dueAt: number | null
}

export type Lane = Commands & {
  onNews(listener: (news: LaneNews) => void): () => void
  close(): Promise<void>
}

/** What the lane is opened with; a part of the server's Config that can be cloned. */
export type LaneOptions = {
  readonly databaseUrl: string
  readonly publicUrl: string
  readonly keys: Partial<Keys>
  readonly identitySecret: string | null
  readonly channels: readonly ('webhook' | 'slack')[]
  readonly timeZone: string
  /** How long events are kept one by one; null = for ever. */
  readonly retentionDays: number | null
}
