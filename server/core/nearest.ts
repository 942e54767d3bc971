/** What people who come from elsewhere write instead. */
const CALLED = new Map([
  ['and', 'all'],
  ['or', 'any'],
  ['min', 'atLeast'],
  ['max', 'atMost'],
  ['>=', 'atLeast'],
  ['<=', 'atMost'],
])

/** The known word that a mistyped one most likely meant; null if none is close. */
export function nearest(word: string, known: readonly string[]): string | null {
  const called = CALLED.get(word)
  if (called !== undefined && known.includes(called)) return called
  const ranked = known
    .filter((candidate) => Array.from(word).some((letter) => candidate.includes(letter)))
    .map((candidate) => ({ candidate, far: edits(word, candidate) }))
    .sort((a, b) => a.far - b.far)
  const [best] = ranked
  return best && best.far <= Math.max(2, Math.floor(word.length / 3)) ? best.candidate : null
}

/** Edits between two words (Levenshtein 1966), one row at a time. */
export function edits(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const swap = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}
