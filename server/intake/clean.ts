import type { Fields } from '../wire/event.ts'
import { LIMITS } from '../wire/limits.ts'

/** Names that every object answers to. */
const INHERITED: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype'])

/** Whether an id cannot be used: ids become keys of documents, which are asked for them. */
export const isInherited = (id: string): boolean => INHERITED.has(id)

/** The one field that, when it is set on an object, changes what the object inherits. All other names are kept. */
const POISON = '__proto__'

/**
 * Whether the text might hold what `clean` must look for: the poisonous name, or an escape that can hide one, be NUL or be
 * half of a surrogate pair.
 * Most bodies hold neither, and their strings need not be looked at one by one.
 */
export const isSuspicious = (body: string): boolean => /__proto__|\\u00|\\u[dD][89a-fA-F]/.test(body)

/**
 * Takes the poisonous name out of what JSON.parse made, in place, and makes every text well-formed: databases store half
 * of a surrogate pair as U+FFFD, so two ids that differ here would be one there. Answers what is wrong with the rest: nested too deep, or
 * NUL, which Postgres cannot store as text.
 */
export const clean = (value: unknown, suspicious: boolean): string | null =>
  suspicious ? scrub(value, 0) : sound(value, 0)

const TOO_DEEP = `is nested more than ${LIMITS.depth} levels deep`

/** Nearly always: only the depth is in doubt. */
const sound = (value: unknown, depth: number): string | null => {
  if (typeof value !== 'object' || value === null) return null
  if (depth >= LIMITS.depth) return TOO_DEEP
  if (Array.isArray(value)) return soundItems(value, depth)
  // What JSON.parse made inherits nothing that would be listed, and a list of its values would be garbage.
  for (const name in value) {
    const one = (value as Fields)[name]
    const problem = typeof one === 'object' ? sound(one, depth + 1) : null
    if (problem) return problem
  }
  return null
}

const soundItems = (items: readonly unknown[], depth: number): string | null => {
  for (const item of items) {
    const problem = typeof item === 'object' ? sound(item, depth + 1) : null
    if (problem) return problem
  }
  return null
}

const scrub = (value: unknown, depth: number): string | null => {
  if (typeof value === 'string') return value.includes('\0') ? 'holds a NUL character' : null
  if (typeof value !== 'object' || value === null) return null
  if (depth >= LIMITS.depth) return TOO_DEEP
  return Array.isArray(value) ? scrubItems(value, depth) : scrubFields(value, depth)
}

const scrubItems = (items: readonly unknown[], depth: number): string | null => {
  for (const [at, item] of items.entries()) {
    if (isBroken(item)) Reflect.set(items, at, item.toWellFormed())
    const problem = scrub(item, depth + 1)
    if (problem) return problem
  }
  return null
}

const scrubFields = (fields: object, depth: number): string | null => {
  for (const given of Object.keys(fields)) {
    if (given.includes('\0')) return 'holds a NUL character'
    const name = mendName(fields, given)
    if (name === null) continue
    const value: unknown = Reflect.get(fields, name)
    if (isBroken(value)) Reflect.set(fields, name, value.toWellFormed())
    const problem = scrub(value, depth + 1)
    if (problem) return problem
  }
  return null
}

/** The well-formed name under which a field is kept; null = it is not, being poison or there already. */
const mendName = (fields: object, name: string): string | null => {
  if (name !== POISON && name.isWellFormed()) return name
  const value: unknown = Reflect.get(fields, name)
  Reflect.deleteProperty(fields, name)
  const mended = name.toWellFormed()
  if (name === POISON || Object.hasOwn(fields, mended)) return null
  Reflect.set(fields, mended, value)
  return mended
}

const isBroken = (value: unknown): value is string => typeof value === 'string' && !value.isWellFormed()
