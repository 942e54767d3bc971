/**
 * Whether a path fits a pattern in which `*` stands for any characters: `/pricing*`, `*billing`. Case and a
 * trailing slash don't matter.
 */
export function matches(pattern: string, path: string): boolean {
  const parts = clean(pattern).split('*')
  const text = clean(path)
  const [first = '', ...rest] = parts
  const last = rest.pop()
  if (last === undefined) return text === first
  if (!text.startsWith(first) || !text.endsWith(last)) return false
  let from = first.length
  for (const part of rest) {
    const found = text.indexOf(part, from)
    if (found < 0) return false
    from = found + part.length
  }
  return from <= text.length - last.length
}

const clean = (path: string): string => {
  const text = path.toLowerCase()
  return text !== '/' && text.endsWith('/') ? text.slice(0, -1) : text
}
