import type { Fields, Json } from '../wire/event.ts'

/* Stripe's objects differ between API versions, so each field is looked for, and what is not there is null. */

export const textIn = (object: Fields | null, name: string): string | null => {
  const value = object?.[name]
  return typeof value === 'string' && value !== '' ? value : null
}

export const numberIn = (object: Fields | null, name: string): number | null => {
  const value = object?.[name]
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}

export const objectIn = (object: Fields | null, name: string): Fields | null => asObject(object?.[name])

export const listIn = (object: Fields | null, name: string): readonly Fields[] => {
  const value = object?.[name]
  return Array.isArray(value) ? value.map(asObject).filter((one) => one !== null) : []
}

const asObject = (value: Json | undefined): Fields | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null
