import type { Engine } from './engine.ts'
import type { Decision, State, Subject } from './types.ts'

/** One step under way: where its decisions gather. */
export type Run = {
  readonly state: State
  readonly engine: Engine
  readonly decisions: Decision[]
  readonly touched: Set<Subject>
  /** Members evaluated at the present instant. Only they can open a lead, so that it never matters who else is loaded. */
  evaluated: Subject[]
  /** False for an event with a test key: it never opens a lead. */
  mayOpen: boolean
  leadChanged: boolean
  refused: string | null
  /** What is deciding: an entry (`seq`), a due instant (`d...`) or a new model (`m...`). */
  source: string
  /** Decisions of this source so far. */
  n: number
  at: number
}

export function newRun(state: State, engine: Engine): Run {
  return {
    state,
    engine,
    decisions: [],
    touched: new Set(),
    evaluated: [],
    mayOpen: true,
    leadChanged: false,
    refused: null,
    source: '',
    n: 0,
    at: state.account.at,
  }
}

/** From here on decisions come from `source`, at this instant; an account's clock never goes back. */
export function turnTo(run: Run, source: string, at: number): void {
  run.source = source
  run.n = 0
  run.at = Math.max(at, run.state.account.at)
  run.evaluated = []
  run.state.account.at = run.at
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
