import { hash } from './bucket.ts'
import type { Register } from './types.ts'

const isTrusted = (register: Register): boolean => register.trust !== 'browser'

/** The one that counts: a trusted one before an untrusted, then the later one, then the greater message id. */
export function prevailing(a: Register, b: Register): Register {
  if (isTrusted(a) !== isTrusted(b)) return isTrusted(a) ? a : b
  if (a.time !== b.time) return a.time > b.time ? a : b
  return a.id >= b.id ? a : b
}

/** Looks up a name that came from outside: never finds what every object inherits. */
export function own<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined
}

/** Keeps a value under a name that came from outside: assigning to `__proto__` would keep nothing. */
export function setOwn<T>(record: Record<string, T>, name: string, value: T): void {
  if (name === '__proto__') Object.defineProperty(record, name, { value, ...PLAIN })
  else record[name] = value
}

const PLAIN = { enumerable: true, configurable: true, writable: true } as const

/** Puts a register under a name and keeps at most `atMost` names, besides those that the model uses. */
export function put(
  record: Record<string, Register>,
  name: string,
  register: Register,
  atMost: number,
): void {
  const known = own(record, name)
  setOwn(record, name, known ? prevailing(known, register) : register)
  if (!known) keepSmallest(record, atMost)
}

export function mergeRegisters(
  a: Readonly<Record<string, Register>>,
  b: Readonly<Record<string, Register>>,
  atMost: number,
): Record<string, Register> {
  const merged: Record<string, Register> = { ...a }
  for (const [name, register] of Object.entries(b)) {
    const known = own(merged, name)
    setOwn(merged, name, known ? prevailing(known, register) : register)
  }
  keepSmallest(merged, atMost)
  return merged
}

/**
 * Which names stay depends on who vouches for them and on their hash only, so it does not matter in which order they
 * came, and no page can crowd out what a backend said.
 */
function keepSmallest(record: Record<string, Register>, atMost: number): void {
  const all = Object.entries(record)
  if (all.length <= atMost) return
  const others = all.filter(([, register]) => !register.used)
  const [trusted, untrusted] = [true, false].map((wanted) =>
    others.flatMap(([name, register]) => (isTrusted(register) === wanted ? [name] : [])),
  )
  const kept = [...smallest(trusted ?? [], atMost), ...smallest(untrusted ?? [], atMost)].slice(0, atMost)
  const stays = new Set(kept)
  for (const [name] of others) if (!stays.has(name)) delete record[name]
}

/** Distinct texts by ascending hash, the first `atMost` of them. */
export function smallest(texts: readonly string[], atMost: number): string[] {
  return [...new Set(texts)]
    .map((text) => ({ text, hash: hash(text) }))
    .sort((x, y) => x.hash - y.hash || (x.text < y.text ? -1 : 1))
    .slice(0, atMost)
    .map((entry) => entry.text)
}
