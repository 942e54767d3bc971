import { expect, test } from 'vitest'
import type { SubjectDoc } from '../../../server/identity/subject.ts'
import { lockKnownAccounts } from '../../../server/store/accounts.ts'
import { createKept } from '../../../server/work/kept.ts'
import type { Held } from '../../../server/work/room.ts'
import { send, track } from './harness.ts'
import { onEveryDatabase } from './suite.ts'

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

test('what was erased is kept no longer', () => {
  const kept = createKept()
  kept.put({ held: held('acme', 3), version: 1 })
  kept.subjects.set('ann', {} as SubjectDoc)
  kept.clear()
  expect(kept.take('acme')).toBeUndefined()
  expect(kept.subjects.get('ann')).toBeUndefined()
})

onEveryDatabase('an account that is remembered', (bench, kind) => {
  test.runIf(kind === 'postgres')(
    'is read again from a database that started at another time, though a transaction of the same number wrote it',
    async () => {
      await send(bench.lane, [track('Signed In', { context: { groupId: 'acme' } })])
      const lock = (version: number | null) =>
        bench.lane.store.transaction((session) =>
          lockKnownAccounts(session, { keys: ['acme'], doc: '{}', versionOf: () => version }),
        )
      const version = (await lock(null))[0]?.version ?? 0
      expect(await lock(version)).toMatchObject([{ key: 'acme', doc: null }])
      const ofAnotherStart = version < 2 ** 32 ? version : version - 2 ** 32
      expect(await lock(ofAnotherStart)).toMatchObject([{ key: 'acme', doc: expect.any(String) }])
    },
  )
})
