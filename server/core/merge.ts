import { mergeMeasures, prune } from './measure.ts'
import { mergeRegisters, smallest } from './register.ts'
import type { Measure, Profile } from './types.ts'

/** What a profile may hold besides what the model uses. */
export const AT_MOST = { traits: 128, limits: 32, marks: 16, set: 16 } as const

/** The empty profile of a plan: merging it changes nothing. */
export function newProfile(plan: string): Profile {
  return {
    plan,
    lastDay: 0,
    events: 0,
    trusted: 0,
    measures: {},
    traits: {},
    limits: {},
    marks: {},
    sets: {},
  }
}

/** Joins two profiles of one plan. Associative and commutative; neither argument is changed. */
export function merge(a: Profile, b: Profile): Profile {
  const lastDay = Math.max(a.lastDay, b.lastDay)
  return {
    plan: a.plan,
    lastDay,
    events: a.events + b.events,
    trusted: a.trusted + b.trusted,
    measures: mergeAllMeasures(a.measures, b.measures, lastDay),
    traits: mergeRegisters(a.traits, b.traits, AT_MOST.traits),
    limits: mergeRegisters(a.limits, b.limits, AT_MOST.limits),
    marks: mergeRegisters(a.marks, b.marks, AT_MOST.marks),
    sets: mergeSets(a.sets, b.sets),
    ...((a.since ?? b.since) && { since: mergeSince(a.since, b.since) }),
  }
}

/** Either part, or both merged: null only if there is neither. */
export function mergeParts(a: Profile | null, b: Profile | null): Profile | null {
  return a && b ? merge(a, b) : (a ?? b)
}

function mergeAllMeasures(
  a: Readonly<Record<string, Measure>>,
  b: Readonly<Record<string, Measure>>,
  lastDay: number,
): Record<string, Measure> {
  const merged: Record<string, Measure> = {}
  for (const name of new Set([...Object.keys(a), ...Object.keys(b)])) {
    const measure = joined(a[name], b[name])
    if (!measure) continue
    prune(measure, lastDay)
    merged[name] = measure
  }
  return merged
}

function joined(a: Measure | undefined, b: Measure | undefined): Measure | undefined {
  if (a && b) return mergeMeasures(a, b)
  const one = a ?? b
  return one && structuredClone(one)
}

function mergeSince(a: Profile['since'] = {}, b: Profile['since'] = {}): Record<string, number> {
  const merged: Record<string, number> = { ...a }
  for (const [key, at] of Object.entries(b)) merged[key] = Math.max(at, a[key] ?? 0)
  return merged
}

function mergeSets(
  a: Readonly<Record<string, string[]>>,
  b: Readonly<Record<string, string[]>>,
): Record<string, string[]> {
  const merged: Record<string, string[]> = {}
  for (const name of new Set([...Object.keys(a), ...Object.keys(b)]))
    merged[name] = smallest([...(a[name] ?? []), ...(b[name] ?? [])], AT_MOST.set)
  return merged
}
