const capital = (word: string): string => word.charAt(0).toLocaleUpperCase() + word.slice(1)

/** "Priya Nair" of priya.nair@acme.com; anything that is no address stays as it is. */
export const nameOf = (email: string): string => {
  const at = email.indexOf('@')
  if (at < 1) return email
  return email
    .slice(0, at)
    .split(/[._-]+/)
    .filter(Boolean)
    .map(capital)
    .join(' ')
}

/** One or two letters that stand for a name; never half of a surrogate pair. */
export const initialsOf = (name: string): string => {
  const words = name
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .slice(0, 2)
  const letters = words.map((word) => String.fromCodePoint(word.codePointAt(0) ?? 0)).join('')
  return letters.toLocaleUpperCase() || '?'
}

/** Points as the ledger writes them: "+25", "−7.5". */
export const signed = (points: number): string => `${points < 0 ? '−' : '+'}${plain(Math.abs(points))}`

const exactly = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 2 })
const roughly = new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 3 })

/** At most two decimals, none when whole; from ten million on "12.3M". */
export const plain = (figure: number): string =>
  (Math.abs(figure) < 10_000_000 ? exactly : roughly).format(figure)

/** "1 user", "3 users". */
export const count = (n: number, one: string, many = `${one}s`): string =>
  `${plain(n)} ${n === 1 ? one : many}`
