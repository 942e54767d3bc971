import { expect, test } from 'vitest'
import type { Tidemark } from '../../../widget/index.ts'

declare module '../../../widget/index.ts' {
  interface Events {
    'Report Exported': { format: 'pdf' | 'csv' }
  }
}

interface Person {
  id: string
  email?: string
}

/** Never called: what it says is checked by the compiler. */
const says = (tidemark: Tidemark, person: Person) => {
  tidemark.track('Report Exported', { format: 'pdf' })
  tidemark.track('Anything Else')
  tidemark.track('Anything Else', { n: 1 })
  tidemark.track('Core Action Completed')
  tidemark.track('Upgrade Started')
  tidemark.identify(person.id, person)
  tidemark.identify(person.id, { email: person.email, since: new Date(), plan: { seats: [1, null] } })
  tidemark.identify(person.id, {}, { getToken: async () => null })
  tidemark.group('acme', person)
  // @ts-expect-error -- a list has no names
  tidemark.track('Anything Else', [1])
  // @ts-expect-error -- JSON has no functions
  tidemark.track('Anything Else', { f: () => {} })
  // @ts-expect-error -- nor BigInts, however deep
  tidemark.identify('u1', { plan: { seats: [1n] } })
  // @ts-expect-error -- nor maps
  tidemark.page('Reports', { all: new Map<string, number>() })
  // @ts-expect-error -- a name, not a person
  tidemark.identify(person)
  // @ts-expect-error -- not one of its formats
  tidemark.track('Report Exported', { format: 'doc' })
  // @ts-expect-error -- its properties are wanted
  tidemark.track('Report Exported')
  // @ts-expect-error -- max is wanted
  tidemark.limit('records', { used: 1 })
  tidemark.on('limit', ({ used, fullAt }) => used + (fullAt ?? 0))
  // @ts-expect-error -- no such news
  tidemark.on('weather', () => {})
}

test('a customer can extend the typed event map, and give what their own interfaces hold', () => {
  expect(says).toBeTypeOf('function')
})
