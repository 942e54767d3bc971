import { expect, test } from 'vitest'
import type { Tidemark } from '../../../widget/index.ts'

declare module '../../../widget/index.ts' {
  interface Events {
    'Report Exported': { format: 'pdf' | 'csv' }
  }
}

/** Never called: what it says is checked by the compiler. */
const says = (tidemark: Tidemark) => {
  tidemark.track('Report Exported', { format: 'pdf' })
  tidemark.track('Anything Else')
  tidemark.track('Anything Else', { n: 1 })
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

test('a customer can extend the typed event map', () => {
  expect(says).toBeTypeOf('function')
})
