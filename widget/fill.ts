/** What copy may name. A number is written as the language does, an instant (a Date) as a day. */
export type Values = Readonly<Record<string, string | number | Date | undefined>>

/** `{name}`, `{name|fallback}`, `{name, one: record, other: records}`, and `{{` for a literal brace. */
const PLACEHOLDER = /\{\{|( ?)\{(\w+)(?:\|([^}]*)|,([^}]*))?\}/g

/** Letters that are written from the right: Hebrew, Arabic and the like. */
const RTL = /[\u0590-\u08ff]/

const WHEN = { weekday: 'short', day: 'numeric', month: 'short' } as const

const said = (value: Values[string], locale: string): string => {
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

type Write = (value: Values[string], fallback: string, forms: string | undefined) => string

/** Where nothing is written, the space before it goes too. */
const replace = (text: string, values: Values, write: Write): string =>
  text.replace(PLACEHOLDER, (...found: (string | undefined)[]) => {
    const [whole = '', space = '', name, fallback = '', forms] = found
    if (name === undefined) return whole.slice(1)
    const written = write(Object.hasOwn(values, name) ? values[name] : undefined, fallback, forms)
    return written && space + written
  })

/** Copy with its placeholders filled in. A value that is not known gives its fallback, else nothing. */
export const fill = (copy: string, values: Values, locale: string): string =>
  replace(copy, values, (value, fallback, forms) => {
    if (forms !== undefined) return plural(forms, value, locale)
    if (!value || typeof value !== 'string') return said(value, locale) || fallback
    // A name that is written the other way would change the order of what stands beside it.
    return RTL.test(copy + value) ? `\u2068${value}\u2069` : value
  })

/** An address with its placeholders percent-encoded, or null when it is neither http(s) nor mailto: `javascript:` is refused. */
export const address = (url: string, values: Values): string | null => {
  const filled = replace(url, values, (value, fallback) => encodeURIComponent(String(value ?? fallback)))
  try {
    return /^(https?|mailto):$/.test(new URL(filled, location.href).protocol) ? filled : null
  } catch {
    return null
  }
}
