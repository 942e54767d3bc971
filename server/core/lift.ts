import type { Fields, Json } from '../wire/event.ts'
import { hash } from './bucket.ts'
import type { Engine } from './engine.ts'
import { isFields, propertyOf } from './event-test.ts'
import { type Addition, count, newMeasure, prune } from './measure.ts'
import type { MeasureSpec } from './measure-spec.ts'
import { AT_MOST, newProfile } from './merge.ts'
import { BILLING } from './readings.ts'
import { put, smallest } from './register.ts'
import { isBelieved, isBilling } from './signals.ts'
import { dayOf } from './time.ts'
import type { EventEntry, Profile, Register, Stamp } from './types.ts'

const TEXT = 256
const NAME = 100

/** One event as a profile of its own. */
export function lift(event: EventEntry, engine: Engine): Profile {
  return absorb(null, event, engine)
}

/** The same as `merge(profile, lift(event))`, in place and without garbage: this is the hot path. */
export function absorb(profile: Profile | null, event: EventEntry, engine: Engine): Profile {
  const into = profile ?? newProfile(engine.plan)
  enter(into, event, engine)
  if (!isBelieved(event)) return into
  const stamp: Stamp = { time: event.time, id: event.messageId, trust: event.trust }
  const once: Addition = { stamp, day: dayOf(event.time), amount: 1, value: null }
  for (const spec of engine.measures.specsOf(event)) measureInto(into, spec, event, once)
  if (event.type === 'identify') putTraits(into, event, event.traits, engine)
  else if (event.type === 'track') note(into, event)
  return into
}

/** What an event says of the account itself: group traits, limits, the plan that was bought. Null = nothing. */
export function absorbOwn(own: Profile | null, event: EventEntry, engine: Engine): Profile | null {
  const traits = ownTraits(event)
  const isBilled = isBilling(event)
  const isLimit = event.type === 'track' && limitOf(event) !== null
  if (!traits && !isLimit && !isBilled) return own
  const into = own ?? newProfile(engine.plan)
  enter(into, event, engine)
  if (isBilled) put(into.marks, BILLING, register(event.name, event), AT_MOST.marks)
  if (traits) putTraits(into, event, traits, engine)
  if (isLimit) putLimit(into, event)
  return into
}

function ownTraits(event: EventEntry): Fields | null {
  if (event.type === 'group') return event.traits
  if (!isBilling(event)) return null
  if (event.name === 'Subscription Ended') return { plan: null }
  const isBought = event.name === 'Subscription Started' || event.name === 'Subscription Changed'
  return isBought && typeof event.properties['plan'] === 'string' ? { plan: event.properties['plan'] } : null
}

function enter(profile: Profile, event: EventEntry, { plan, measures }: Engine): void {
  profile.events++
  if (event.trust !== 'browser') profile.trusted++
  const day = dayOf(event.time)
  if (day <= profile.lastDay) return
  profile.lastDay = day
  // Most measures keep no days: looking at those would cost more than the rest of the event.
  for (const key of profile.plan === plan ? measures.daily : Object.keys(profile.measures)) {
    const measure = profile.measures[key]
    if (measure) prune(measure, day)
  }
}

function measureInto(profile: Profile, spec: MeasureSpec, event: EventEntry, once: Addition): void {
  if (spec.fits !== null && !spec.fits(event)) return
  const isPlain = spec.sum === null && spec.distinct === null
  const addition = isPlain ? once : additionOf(spec, event, once)
  if (!addition) return
  const measure = (profile.measures[spec.key] ??= newMeasure(spec))
  count(measure, addition, profile.lastDay - spec.horizon)
}

/** What the event's own property adds; null = nothing. */
function additionOf(
  { sum, distinct }: MeasureSpec,
  { properties }: EventEntry,
  once: Addition,
): Addition | null {
  const amount = sum === null ? 1 : hundredthsOf(propertyOf(properties, sum))
  const value = distinct === null ? null : valueOf(propertyOf(properties, distinct))
  if (amount === 0 || (distinct !== null && value === null)) return null
  return { ...once, amount, value }
}

const MOST = 1e12

/** A property as it enters a sum: hundredths, never negative. */
function hundredthsOf(value: Json | undefined): number {
  return typeof value === 'number' && value > 0 ? Math.round(Math.min(value, MOST) * 100) : 0
}

/** A property as it is told apart from others. */
function valueOf(value: Json | undefined): string | null {
  if (value === undefined || value === null || typeof value === 'object' || value === '') return null
  return hash(`${typeof value}:${value}`).toString(36)
}

function note(profile: Profile, event: EventEntry): void {
  if (event.name === 'Premium Feature Attempted') addToSet(profile, 'features', event.properties['feature'])
  else if (event.name === 'Invite Accepted') putMark(profile, 'invitedBy', event)
  else putLimit(profile, event)
}

function addToSet(profile: Profile, name: string, value: Json | undefined): void {
  if (typeof value !== 'string' || value === '') return
  const known = profile.sets[name] ?? []
  const text = value.slice(0, NAME)
  if (!known.includes(text)) profile.sets[name] = smallest([...known, text], AT_MOST.set)
}

function putMark(profile: Profile, name: string, event: EventEntry): void {
  const value = event.properties[name]
  if (typeof value === 'string' && value !== '')
    put(profile.marks, name, register(value.slice(0, TEXT), event), AT_MOST.marks)
}

function limitOf(event: EventEntry): string | null {
  if (event.name !== 'Limit Reached' && event.name !== 'Limit Approached') return null
  const limit = event.properties['limit']
  return typeof limit === 'string' && isName(limit) ? limit : null
}

function putLimit(profile: Profile, event: EventEntry): void {
  const limit = limitOf(event)
  const { used, max, blocked } = event.properties
  if (limit === null || !isCount(used) || !isCount(max)) return
  const value = { used: bounded(used), max: bounded(max), blocked: blocked === true }
  put(profile.limits, limit, register(value, event), AT_MOST.limits)
}

function putTraits(profile: Profile, event: EventEntry, traits: Fields, engine: Engine): void {
  for (const [name, value] of flat(traits)) {
    if (!isName(name) || (event.trust === 'browser' && isPlan(name))) continue
    const entry = register(typeof value === 'string' ? value.slice(0, TEXT) : value, event)
    put(
      profile.traits,
      name,
      engine.measures.traits.has(name) ? { ...entry, used: true } : entry,
      AT_MOST.traits,
    )
  }
}

/** Scalars by name, one level deep: `company: {name}` becomes `company.name`. Lists and deeper objects are left out. */
function flat(fields: Fields): [name: string, value: Json][] {
  return Object.entries(fields).flatMap(([name, value]): [string, Json][] =>
    isFields(value)
      ? Object.entries(value).flatMap(([inner, scalar]) =>
          isScalar(scalar) ? [[`${name}.${inner}`, scalar]] : [],
        )
      : isScalar(value)
        ? [[name, value]]
        : [],
  )
}

function register(value: Json, event: EventEntry): Register {
  return { value, trust: event.trust, time: event.time, id: event.messageId }
}

/** A plan that a page claims is no plan. */
const isPlan = (name: string): boolean => /(^|\.)plan$/i.test(name)
const isName = (name: string): boolean => name !== '' && name.length <= NAME
const isCount = (value: Json | undefined): value is number =>
  typeof value === 'number' && !Number.isNaN(value)
/** What a page claims must stay sayable. */
const bounded = (value: number): number => Math.min(Math.max(value, 0), MOST)
const isScalar = (value: Json): boolean => value === null || typeof value !== 'object'
