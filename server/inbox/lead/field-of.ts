/** A text field of a form, trimmed; a file or nothing is an empty text. */
export const fieldOf = (data: FormData, name: string): string => {
  const value = data.get(name)
  return typeof value === 'string' ? value.trim() : ''
}
