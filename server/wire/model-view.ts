import { type Static, Type } from 'typebox'
import { Model } from './model.ts'

/* What the private API answers about versions of the model. */

const Iso = Type.String()
const Stamp = {
  version: Type.Integer(),
  at: Iso,
  by: Type.String(),
  /** Why it was published; empty if nobody said. */
  reason: Type.String(),
}

export const ModelVersion = Type.Object({ ...Stamp, name: Type.String() })
export type ModelVersion = Static<typeof ModelVersion>

export const PublishedModel = Type.Object({ ...Stamp, model: Model })
export type PublishedModel = Static<typeof PublishedModel>

/** One difference between two models. */
export const ModelChange = Type.Object({
  /** A JSON pointer: into the newer model, or into the older one for what was removed. */
  path: Type.String(),
  /** The same in names instead of numbers: "rules, pricing-visits, points". */
  place: Type.String(),
  kind: Type.Unsafe<'added' | 'removed' | 'changed' | 'moved'>(
    Type.Enum(['added', 'removed', 'changed', 'moved']),
  ),
  before: Type.Unknown(),
  after: Type.Unknown(),
})
export type ModelChange = Static<typeof ModelChange>

export const TrialPerson = Type.Object({
  userId: Type.String(),
  name: Type.Union([Type.String(), Type.Null()]),
  accountId: Type.String(),
  company: Type.String(),
  score: Type.Object({ before: Type.Number(), after: Type.Number() }),
})
export type TrialPerson = Static<typeof TrialPerson>

export const TrialAccount = Type.Object({
  accountId: Type.String(),
  company: Type.String(),
  qualifiedUsers: Type.Object({ before: Type.Integer(), after: Type.Integer() }),
})
export type TrialAccount = Static<typeof TrialAccount>

const Crossing = <T extends Parameters<typeof Type.Array>[0]>(example: T) =>
  Type.Object({
    judged: Type.Integer(),
    /** How many are qualified now, and how many would become so or cease to be. */
    qualified: Type.Integer(),
    enter: Type.Integer(),
    leave: Type.Integer(),
    /** A few of them by name. */
    entering: Type.Array(example),
    leaving: Type.Array(example),
  })

/** What publishing a model would do at this instant. */
export const ModelTrial = Type.Object({
  basedOn: Type.Integer(),
  changes: Type.Array(ModelChange),
  /** True when profiles lack what the model looks at, so that they must be folded anew from the journal. */
  refolds: Type.Boolean(),
  /** Since when events are there to be folded anew; null = since the beginning. */
  journalSince: Type.Union([Iso, Type.Null()]),
  users: Crossing(TrialPerson),
  accounts: Crossing(TrialAccount),
  leads: Type.Object({ open: Type.Integer(), close: Type.Integer() }),
})
export type ModelTrial = Static<typeof ModelTrial>

/** How far everybody has been judged by the newest model. Counted in accounts. */
export const ModelProgress = Type.Object({
  version: Type.Integer(),
  done: Type.Integer(),
  total: Type.Integer(),
  startedAt: Type.Union([Iso, Type.Null()]),
  finishedAt: Type.Union([Iso, Type.Null()]),
})
export type ModelProgress = Static<typeof ModelProgress>
