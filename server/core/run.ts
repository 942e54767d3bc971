import type { Engine } from './engine.ts'
import type { Decision, State, Subject } from './types.ts'

/** One step under way: where its decisions gather; and in the end its result. */
export type Run = {
  readonly kind: 'done'
  readonly state: State
  readonly engine: Engine
  readonly decisions: Decision[]
  /** Members whose documents changed, some named twice. */
  touched: Subject[]
  /** Members in the order of their evaluations: of a new model everybody, while few of them change by it. */
  evaluated: Subject[]
  /**
   * From which place in `evaluated` on are those evaluated at the present instant. Only they can open a lead, so that it
   * never matters who else is loaded.
   */
  turnedAt: number
  /** False for an event with a test key: it never opens a lead. */
  mayOpen: boolean
  /** Whether something changed that the account's own verdict rests on: its sums, what it says of itself, the model. */
  isShifted: boolean
  leadChanged: boolean
  refused: string | null
  /** What is deciding: an entry (`seq`), a due instant (`d...`) or a new model (`m...`). */
  source: string | number
  /** Decisions of this source so far. */
  n: number
  at: number
}

/** Replaced, never added to: nearly every step names one member. */
const NOBODY: Subject[] = []

export function newRun(state: State, engine: Engine): Run {
  return {
    kind: 'done',
    state,
    engine,
    decisions: [],
    touched: NOBODY,
    evaluated: NOBODY,
    turnedAt: 0,
    mayOpen: true,
    isShifted: false,
    leadChanged: false,
    refused: null,
    source: '',
    n: 0,
    at: state.account.at,
  }
}

/** From here on decisions come from `source`, at this instant; an account's clock never goes back. */
export function turnTo(run: Run, source: string | number, at: number): void {
  run.source = source
  run.n = 0
  run.at = Math.max(at, run.state.account.at)
  run.turnedAt = run.evaluated.length
  run.state.account.at = run.at
}

/** Notes that a member was evaluated: mostly one, and a list that grows to one takes room for seventeen. */
export function noteEvaluated(run: Run, subject: Subject): void {
  if (run.evaluated.length === 0) run.evaluated = [subject]
  else run.evaluated.push(subject)
}

/** Notes that a member's document changed. */
export function noteTouched(run: Run, subject: Subject): void {
  if (run.touched.length === 0) run.touched = [subject]
  else if (run.touched.at(-1) !== subject) run.touched.push(subject)
}

/** Whether the member was evaluated at the present instant. */
export function isEvaluated({ evaluated, turnedAt }: Run, subject: Subject): boolean {
  return evaluated.indexOf(subject, turnedAt) >= 0
}

/** Records what was decided, with the lead as it is now. */
export function decide(run: Run, kind: Decision['kind'], subject: Subject, notify: boolean): void {
  const { key, account } = run.state
  const ofLead = kind !== 'user.qualified' && kind !== 'user.lapsed'
  run.decisions.push({
    id: `${key}/${run.source}/${run.n++}`,
    account: key,
    at: run.at,
    kind,
    subject,
    lead: ofLead && account.lead ? structuredClone(account.lead) : null,
    notify,
  })
}
