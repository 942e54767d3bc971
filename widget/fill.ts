/** What copy may name. A number is written as the language does, an instant (a Date) as a day. */
export type Values = Readonly<Record<string, string | number | Date | undefined>>

/** `{name}`, `{name|fallback}`, `{name, one: record, other: records}`, and `{{` for a literal brace. */
const PLACEHOLDER = /\{\{|( ?)\{(\w+)(?:\|([^}]*)|,([^}]*))?\}/g

const WHEN = { weekday: 'short', day: 'numeric', month: 'short' } as const

const said = (value: string | number | Date | undefined, locale: string): string => {
  if (value instanceof Date) return value.toLocaleDateString(locale, WHEN)
  // Intl is left alone where there is nothing to group: waking it takes some 13 ms.
  const isPlain =
    typeof value !== 'number' || (Number.isInteger(value) && value < 1000 && locale.startsWith('en'))
  return isPlain ? String(value ?? '') : value.toLocaleString(locale)
}

/** The form that a number takes: `one: record, other: records`. */
const plural = (forms: string, value: unknown, locale: string): string => {
  const known = new Map(
    forms.split(',').map((form) => form.split(':').map((part) => part.trim()) as [string, string]),
  )
  const category = new Intl.PluralRules(locale).select(Number(value))
  return known.get(category) ?? known.get('other') ?? ''
}

/** Copy with its placeholders filled in. A value that is not known gives its fallback, else nothing, nor the space before it. */
export const fill = (copy: string, values: Values, locale: string): string =>
  copy.replace(PLACEHOLDER, (...found: (string | undefined)[]) => {
    const [whole = '', space = '', name, fallback = '', forms] = found
    if (name === undefined) return whole.slice(1)
    const value = Object.hasOwn(values, name) ? values[name] : undefined
    const text = forms === undefined ? said(value, locale) || fallback : plural(forms, value, locale)
    return text && space + text
  })

/** An address with its placeholders percent-encoded, or null when it is neither http(s) nor mailto: `javascript:` is refused. */
export const address = (url: string, values: Values): string | null => {
  const filled = url.replace(PLACEHOLDER, (...found: (string | undefined)[]) => {
    const [whole = '', space = '', name, fallback = ''] = found
    if (name === undefined) return whole.slice(1)
    const value = Object.hasOwn(values, name) ? values[name] : undefined
    return space + encodeURIComponent(String(value ?? fallback))
  })
  try {
    return /^(https?|mailto):$/.test(new URL(filled, location.href).protocol) ? filled : null
  } catch {
    return null
  }
}
