import { compile, type Engine } from '../../server/core/engine.ts'
import { BALANCED } from '../../server/core/presets.ts'
import { advance, newAccount, step } from '../../server/core/step.ts'
import type {
  ActionEntry,
  Decision,
  Entry,
  EventEntry,
  MemberDoc,
  State,
  StepResult,
} from '../../server/core/types.ts'
import { DAY, HOUR } from '../../server/wire/limits.ts'

/* Builders with defaults: a test states only what matters to it. */

/** A Monday, 10:00 UTC. */
export const MONDAY = Date.UTC(2026, 10, 9, 10)
export const days = (n: number): number => n * DAY
export const hours = (n: number): number => n * HOUR

export const balanced: Engine = compile(BALANCED, 1)

let seq = 0
export function event(name: string, given: Partial<EventEntry> = {}): EventEntry {
  seq++
  const time = given.time ?? MONDAY
  return {
    kind: 'event',
    seq,
    account: 'acme',
    subject: 'ann',
    anonymous: false,
    named: true,
    messageId: `m${seq}`,
    time,
    receivedAt: given.at ?? time,
    at: time,
    trust: 'verified',
    historic: false,
    counts: true,
    type: 'track',
    name,
    properties: {},
    traits: {},
    ...given,
  }
}

export function action(given: Pick<ActionEntry, 'action' | 'at'> & Partial<ActionEntry>): ActionEntry {
  seq++
  return { kind: 'action', seq, account: 'acme', leadNo: 1, by: 'kim@sales', body: {}, ...given }
}

export function newState(): State {
  return { key: 'acme', account: newAccount(), members: new Map(), loadedUntil: 0, nextDueAt: null }
}

type Done = Extract<StepResult, { kind: 'done' }>

/** A store in memory: what the data room does, in its simplest form. It loads only what a step asks for. */
export class Company {
  readonly rows = new Map<string, MemberDoc>()
  readonly decisions: Decision[] = []
  readonly engine: Engine
  state: State = newState()
  /** Hears of the state before and after every attempt that needed more. */
  watch: (before: State, after: State) => void = () => {}

  constructor(engine: Engine = balanced) {
    this.engine = engine
  }

  take(...entries: Entry[]): Done {
    let last: Done | null = null
    for (const entry of entries) last = this.settle(() => step(this.state, entry, this.engine))
    if (!last) throw new Error('nothing to take')
    return last
  }

  advance(until: number, engine = this.engine): Done {
    return this.settle(() => advance(this.state, until, engine))
  }

  /** The decisions' kinds since the last call. */
  news(): string[] {
    return this.decisions
      .splice(0)
      .flatMap(({ kind, notify }) => (kind.startsWith('lead.') ? [notify ? kind : `${kind} (quiet)`] : []))
  }

  get lead() {
    const { lead } = this.state.account
    if (!lead) throw new Error('no lead')
    return lead
  }

  /** Everybody leaves memory, so that the next step has to ask. */
  unload(): void {
    this.state = { ...this.state, members: new Map(), loadedUntil: 0, nextDueAt: null }
  }

  private settle(attempt: () => StepResult): Done {
    for (let tries = 0; tries < 5; tries++) {
      const before = structuredClone(this.state)
      const result = attempt()
      if (result.kind === 'done') {
        this.save(result)
        return result
      }
      this.watch(before, this.state)
      for (const subject of result.subjects) this.load(subject)
      if (result.dueUntil !== null) this.loadDue(result.dueUntil)
    }
    throw new Error('the step asks for ever')
  }

  private load(subject: string): void {
    if (this.state.members.has(subject)) return
    const row = this.rows.get(subject)
    this.state.members.set(subject, row ? structuredClone(row) : null)
  }

  private loadDue(until: number): void {
    let next: number | null = null
    for (const [subject, row] of this.rows) {
      if (until === Number.POSITIVE_INFINITY || (row.dueAt !== null && row.dueAt <= until)) this.load(subject)
      else if (row.dueAt !== null && !this.state.members.has(subject))
        next = Math.min(next ?? row.dueAt, row.dueAt)
    }
    this.state.loadedUntil = until
    this.state.nextDueAt = next
  }

  private save({ decisions, touched }: Done): void {
    this.decisions.push(...decisions)
    for (const subject of touched) {
      const member = this.state.members.get(subject)
      if (!member || (member.named === null && member.loose === null)) this.rows.delete(subject)
      else this.rows.set(subject, structuredClone(member))
    }
    this.state = structuredClone(this.state)
  }
}
