/**
 * Fills `{name}` from values; `{name|fallback}` says what stands there when there is none, `{{` is a literal brace.
 * One left without either disappears.
 */
export function fill(template: string, values: Readonly<Record<string, string | null>>): string {
  return template.replaceAll(
    /\{\{|\{([a-zA-Z]+)(?:\|([^{}]*))?\}/g,
    (whole, name?: string, fallback = '') => {
      if (name === undefined) return whole.slice(1)
      return (Object.hasOwn(values, name) ? values[name] : null) ?? fallback
    },
  )
}
