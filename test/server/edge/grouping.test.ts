import { expect, test } from 'vitest'
import { createIntake } from '../../../server/http/intake.ts'
import { fakeLane } from './fake-lane.ts'

test('requests that arrive while the lane is busy share its next commit, each with its own answer', async () => {
  const groups: number[] = []
  const held = Promise.withResolvers<void>()
  const lane = fakeLane({
    ingest: async (requests) => {
      groups.push(requests.length)
      await held.promise
      return requests.map(({ body }) => ({ status: 200, body }))
    },
  })
  const intake = createIntake({ lane, onError: () => {}, now: () => 0, onCommitted: () => {} })
  const answers = Array.from({ length: 20 }, (_, n) =>
    intake.submit({
      body: String(n),
      endpoint: 'batch',
      key: null,
      receivedAt: 0,
      origin: null,
      address: '',
    }),
  )
  held.resolve()
  const bodies = (await Promise.all(answers)).map(({ body }) => body)
  expect(bodies).toEqual(answers.map((_, n) => String(n)))
  expect(groups).toEqual([20])
})
