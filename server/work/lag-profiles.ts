import { earlier } from '../core/time.ts'
import type { Held, Touched } from './room.ts'

type Waiting = { readonly held: Held; readonly subjects: Set<string>; readonly round: number }

/** Documents that are to be written later: whole accounts, with those of their members that changed. */
export const createWaitingProfiles = () => {
  /** The longest waiting first. */
  const waiting = new Map<string, Waiting>()
  /** In which of them a subject waits. */
  const places = new Map<string, Set<Held>>()
  let size = 0

  const addPlace = (subject: string, held: Held): void => {
    const known = places.get(subject)
    if (known) known.add(held)
    else places.set(subject, new Set([held]))
  }
  const removePlace = (subject: string, held: Held): void => {
    const known = places.get(subject)
    known?.delete(held)
    if (known?.size === 0) places.delete(subject)
  }

  /** Accounts that wait since an earlier round, about `atMost` documents of them. */
  const oldest = (round: number, atMost: number): Touched => {
    const chosen: Touched = new Map()
    let count = 0
    for (const one of waiting.values()) {
      if (one.round >= round || count >= atMost) break
      chosen.set(one.held, one.subjects)
      count += one.subjects.size + 1
    }
    return chosen
  }

  return {
    size: () => size,
    add: (profiles: Touched, round: number): void => {
      // Not by an iterator, which makes a list of each key and value: this is done with every commit.
      profiles.forEach((subjects, held) => {
        const known = waiting.get(held.key)
        const all = known?.subjects ?? new Set()
        const before = known ? all.size : -1
        subjects.forEach((subject) => {
          if (all.has(subject)) return
          addPlace(subject, held)
          all.add(subject)
        })
        if (!known) waiting.set(held.key, { held, subjects: all, round })
        size += all.size - before
      })
    },
    remove: (held: Iterable<Held>): void => {
      for (const { key } of held) {
        const one = waiting.get(key)
        if (!one) continue
        size -= one.subjects.size + 1
        for (const subject of one.subjects) removePlace(subject, one.held)
        waiting.delete(key)
      }
    },
    clear: (): void => {
      waiting.clear()
      places.clear()
      size = 0
    },
    oldest,
    /** Whether none but these, which are the oldest, wait since an earlier round. */
    isAll: (round: number, chosen: Touched): boolean => {
      let skipped = 0
      for (const one of waiting.values()) if (skipped++ >= chosen.size) return one.round >= round
      return true
    },
    all: (): Touched => oldest(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY),
    heldAt: (key: string): Held | undefined => waiting.get(key)?.held,
    /** Whose documents wait in an account. */
    subjectsAt: (key: string): ReadonlySet<string> | undefined => waiting.get(key)?.subjects,
    /** Accounts in which a subject has unwritten parts. */
    heldOf: (subject: string): readonly Held[] => [...(places.get(subject) ?? [])],
    dueBy: (now: number): string[] =>
      [...waiting.values()]
        .filter(({ held }) => held.dueAt !== null && held.dueAt <= now)
        .map(({ held }) => held.key),
    nextDueAt: (): number | null => {
      let next: number | null = null
      for (const { held } of waiting.values()) next = earlier(next, held.dueAt)
      return next
    },
  }
}
