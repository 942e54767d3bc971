import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { createCache } from '../../../server/cache.ts'

test('everybody stays who comes again in turn, while others come and go', () => {
  const cache = createCache<string>(100)
  let missed = 0
  for (let n = 0; n < 5000; n++) {
    const key = n % 4 === 0 ? `passing-${n}` : `regular-${n % 80}`
    if (cache.get(key) !== undefined) continue
    if (n >= 500 && key.startsWith('regular')) missed++
    cache.set(key, key)
  }
  expect(missed).toBe(0)
})

test('what is kept is never more than there is room for', () => {
  const uses = fc.array(fc.record({ key: fc.nat(30), grows: fc.nat(3), goes: fc.nat(9) }), { maxLength: 200 })
  fc.assert(
    fc.property(uses, (list) => {
      const cache = createCache<{ size: number }>(20)
      const made = new Map<string, { size: number }>()
      for (const { key, grows, goes } of list) {
        const name = `k${key}`
        if (goes === 0) cache.delete(name)
        const known = cache.get(name) ?? { size: 1 }
        if (known.size === 1) cache.set(name, known)
        made.set(name, known)
        known.size += grows
        cache.grow(name, grows)
        let size = 0
        for (const [one, value] of made) if (cache.get(one) === value) size += value.size
        expect(size).toBeLessThanOrEqual(20)
      }
    }),
  )
})
