/** A placeholder as it was found. */
type Found = readonly [
  whole: string,
  space: string | undefined,
  name: string | undefined,
  fallback: string | undefined,
  offset: number,
]

/**
 * Fills `{name}` from values; `{name|fallback}` says what stands there when there is none, `{{` is a literal brace.
 * One left without either disappears, with the space before it. What begins a sentence begins with a capital.
 */
export function fill(template: string, values: Readonly<Record<string, string | null>>): string {
  const said = (...[whole, space = '', name, fallback = '', offset]: Found): string => {
    if (name === undefined) return whole.slice(1)
    const value = (Object.hasOwn(values, name) ? values[name] : null) ?? fallback
    if (value === '') return ''
    const begins = /(^|[.!?]\s+)$/.test(template.slice(0, offset) + space)
    return space + (begins ? capitalised(value) : value)
  }
  return template.replaceAll(/\{\{|( ?)\{([a-zA-Z]+)(?:\|([^{}]*))?\}/g, said)
}

/** Names that are written their own way stay so: "eBay", "acme.com". */
export function capitalised(text: string): string {
  return /^[a-z]+(\s|$)/.test(text) ? `${text.charAt(0).toUpperCase()}${text.slice(1)}` : text
}
