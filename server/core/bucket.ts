/**
 * A stable 53-bit hash of a text (cyrb53, public domain, github.com/bryc/code). Not for secrets.
 * Both sides of the product use it, so that one rule means one thing in the page and on the server.
 */
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

/** Where a unit (a user, an account) falls in [0, 1) for a salt (an experiment's name): always the same place. */
export function bucket(unit: string, salt: string): number {
  return hash(`${salt}:${unit}`) / 9007199254740992
}
