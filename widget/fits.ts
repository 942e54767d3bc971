import type { Test } from '../server/wire/trigger.ts'

/** Whether a property or trait is what a test asks for. What is absent fits nothing. */
export const fits = (test: Test, values: Readonly<Record<string, unknown>>): boolean => {
  const value = Object.hasOwn(values, test.name) ? values[test.name] : undefined
  if ('is' in test) return value === test.is
  if ('in' in test) return test.in.some((each) => each === value)
  if (typeof value !== 'number') return false
  return 'atLeast' in test ? value >= test.atLeast : value <= test.atMost
}
