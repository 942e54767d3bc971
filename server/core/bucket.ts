/** A stable 53-bit hash of a text (cyrb53, public domain, github.com/bryc/code). Not for secrets. */
export function hash(text: string): number {
  let high = 0xdeadbeef
  let low = 0x41c6ce57
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    high = Math.imul(high ^ code, 2654435761)
    low = Math.imul(low ^ code, 1597334677)
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909)
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909)
  return 4294967296 * (2097151 & low) + (high >>> 0)
}

/**
 * Where a unit (a user, an account) falls in [0, 1) for a salt (an experiment's name): always the same place, in the
 * page and on the server. FNV-1a with one round of MurmurHash3's mixing: small, because every browser loads it.
 */
export function bucket(unit: string, salt: string): number {
  let place = 0x811c9dc5
  for (const letter of `${salt}:${unit}`) place = Math.imul(place ^ letter.charCodeAt(0), 0x01000193)
  place = Math.imul(place ^ (place >>> 16), 0x85ebca6b)
  return ((place ^ (place >>> 13)) >>> 0) / 2 ** 32
}
