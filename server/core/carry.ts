import type { Engine } from './engine.ts'
import { newMeasure, prune } from './measure.ts'
import type { MeasureSpec } from './measure-spec.ts'
import type { Plan } from './plan.ts'
import { relabelOwn } from './relabel-own.ts'
import type { Measure, Profile } from './types.ts'

type Carried = {
  /** The plan that folded the profile; null = nobody knows it any more, and names are believed. */
  readonly former: Plan | null
  /** Events before this instant are gone; all later ones can be folded by the new plan. */
  readonly until: number
}

/**
 * A profile whose events are gone, as far as another plan can use it: what both count alike stays, and of what the new one
 * counts besides it is noted since when it is complete.
 */
export function carry(profile: Profile, { former, until }: Carried, engine: Engine): Profile {
  if (profile.plan === engine.plan) return profile
  const measures: Profile['measures'] = {}
  const since: Record<string, number> = {}
  for (const [key, { spec, names }] of engine.measures.counted) {
    const was = former?.counted.get(key)
    const known = profile.measures[key]
    const isAlike = former === null ? known !== undefined : was?.names === names
    if (isAlike && known) measures[key] = fitted(known, spec, profile.lastDay)
    const isKnown = isAlike && !(was && isNarrower(was.spec, spec))
    const cutAt = isKnown ? profile.since?.[key] : until
    if (cutAt !== undefined) since[key] = cutAt
  }
  const { since: _, ...rest } = profile
  const isWhole = Object.keys(since).length === 0
  return { ...relabelOwn(rest, engine), measures, ...(!isWhole && { since }) }
}

/** Whether it kept less than is wanted now. */
function isNarrower(was: MeasureSpec, spec: MeasureSpec): boolean {
  return (
    was.horizon < spec.horizon ||
    was.early < spec.early ||
    was.instants < spec.instants ||
    was.values < spec.values
  )
}

/** What a measure knows within other bounds. */
function fitted(known: Measure, spec: MeasureSpec, lastDay: number): Measure {
  const { count, firstAt, lastAt, days, newest } = known
  const measure = { ...newMeasure(spec), count, firstAt, lastAt, days: [...days], newest }
  prune(measure, lastDay)
  const { early, instants, values, oldest } = measure
  if (oldest) measure.oldest = known.oldest ?? []
  if (measure.first !== undefined) measure.first = known.first ?? null
  if (early) early.days = known.early?.days.slice(0, 2 * early.atMost) ?? []
  if (instants) {
    instants.first = known.instants?.first.slice(0, instants.atMost) ?? []
    instants.last = known.instants?.last.slice(0, instants.atMost) ?? []
  }
  if (values) values.seen = known.values?.seen.slice(0, values.atMost) ?? []
  return measure
}
