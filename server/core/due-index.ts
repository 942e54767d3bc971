import type { MemberDoc, Subject } from './types.ts'

/**
 * When the members of one account are due, in a heap: the earliest is found without looking at everybody. Each member
 * has an entry no later than its instant; one that moved on meanwhile is put back when its turn comes.
 */
export type DueIndex = {
  /** Of whom: another map is another account's, or one loaded anew. */
  readonly members: Members
  readonly heap: Entry[]
  /** The earliest entry of each member. */
  readonly entryOf: Map<Subject, number>
  /** How many members it was told of: another number means that more were loaded since. */
  known: number
}
type Entry = { readonly at: number; readonly subject: Subject }
type Members = ReadonlyMap<Subject, MemberDoc | null>

export function newDueIndex(members: Members): DueIndex {
  const index: DueIndex = { members, heap: [], entryOf: new Map(), known: members.size }
  for (const [subject, member] of members) {
    index.entryOf.set(subject, member?.dueAt ?? Number.POSITIVE_INFINITY)
    if (member && member.dueAt !== null) push(index.heap, { at: member.dueAt, subject })
  }
  return index
}

/** Whether it still knows of everybody who is loaded. */
export function isWhole(index: DueIndex | null | undefined, members: Members): index is DueIndex {
  return index?.members === members && index.known === members.size
}

/** A member's instant may have changed. */
export function noteDue(index: DueIndex, subject: Subject, dueAt: number | null): void {
  const before = index.entryOf.get(subject)
  if (before === undefined) index.known++
  const at = dueAt ?? Number.POSITIVE_INFINITY
  if (before !== undefined && before <= at) return
  index.entryOf.set(subject, at)
  if (dueAt !== null) push(index.heap, { at: dueAt, subject })
}

/** The earliest instant of all; null = never. */
export function earliestDue(index: DueIndex): number | null {
  const { members } = index
  for (let top = index.heap[0]; top; top = index.heap[0]) {
    const dueAt = members.get(top.subject)?.dueAt ?? null
    if (dueAt === top.at) return dueAt
    pop(index.heap)
    if (index.entryOf.get(top.subject) !== top.at) continue
    index.entryOf.set(top.subject, dueAt ?? Number.POSITIVE_INFINITY)
    if (dueAt !== null) push(index.heap, { at: dueAt, subject: top.subject })
  }
  return null
}

/** Takes out whose instants have come, in order of names; each must be noted again. */
export function takeDue(index: DueIndex, until: number): Subject[] {
  const due: Subject[] = []
  for (let next = earliestDue(index); next !== null && next <= until; next = earliestDue(index)) {
    const top = pop(index.heap)
    if (!top) break
    index.entryOf.set(top.subject, Number.POSITIVE_INFINITY)
    due.push(top.subject)
  }
  return [...new Set(due)].sort()
}

function push(heap: Entry[], entry: Entry): void {
  let i = heap.length
  heap.push(entry)
  while (i > 0) {
    const parent = (i - 1) >> 1
    const above = heap[parent]
    if (!above || above.at <= entry.at) break
    heap[i] = above
    i = parent
  }
  heap[i] = entry
}

function pop(heap: Entry[]): Entry | undefined {
  const top = heap[0]
  const last = heap.pop()
  if (!last || heap.length === 0) return top
  let i = 0
  for (;;) {
    const child = smallerChild(heap, i)
    const below = heap[child]
    if (!below || below.at >= last.at) break
    heap[i] = below
    i = child
  }
  heap[i] = last
  return top
}

function smallerChild(heap: readonly Entry[], i: number): number {
  const left = 2 * i + 1
  const right = left + 1
  return (heap[right]?.at ?? Number.POSITIVE_INFINITY) < (heap[left]?.at ?? Number.POSITIVE_INFINITY)
    ? right
    : left
}
