import { expect, test } from 'vitest'
import { createKept } from '../../../server/work/kept.ts'
import type { Held } from '../../../server/work/room.ts'

const held = (key: string, members: number): Held =>
  ({
    key,
    members: new Map(Array.from({ length: members }, (_, n) => [`${key}-${n}`, {}])),
  }) as unknown as Held

test('an account that is larger than all that may be kept puts out none of the others', () => {
  const kept = createKept(10)
  kept.put({ held: held('small', 3), version: 1 })
  kept.put({ held: held('huge', 20), version: 1 })
  expect(kept.take('huge')).toBeUndefined()
  expect(kept.take('small')?.held.key).toBe('small')
})
