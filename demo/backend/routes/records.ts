import type { FastifyInstance } from 'fastify'
import { type Backend, Refusal, signedIn } from '../backend.ts'
import { RecordForm } from '../forms.ts'
import type { Person } from '../model.ts'
import { reportBlocked, reportRecordUse } from '../record-use.ts'

const SAMPLES = 10

/** The customer list and its plan limit. */
export const recordRoutes = (app: FastifyInstance, backend: Backend) => {
  const { people, records } = backend

  const grow = (person: Person, add: (max: number | null) => number) => {
    const before = people.me(person)?.records
    if (!before) throw new Refusal(404, 'gone', 'This account does not exist any more.')
    const added = add(before.max)
    if (added === 0 && before.max !== null) {
      reportBlocked(backend, person, before.max)
      const words = `You’ve used ${before.used} of ${before.max} records. Remove one, or upgrade to add more.`
      throw new Refusal(402, 'limit', words)
    }
    reportRecordUse(backend, person, before.used)
    return { added, me: people.me(person) }
  }

  app.get('/api/records', (request) => ({ records: records.list(signedIn(backend, request).account) }))

  app.post<{ Body: RecordForm }>('/api/records', { schema: { body: RecordForm } }, (request) => {
    const person = signedIn(backend, request)
    return grow(person, (max) => records.add(person.account, [request.body], max))
  })

  app.post('/api/records/samples', (request) => {
    const person = signedIn(backend, request)
    return grow(person, (max) => records.addSamples(person.account, SAMPLES, max))
  })

  app.delete<{ Params: { id: string } }>('/api/records/:id', (request) => {
    const person = signedIn(backend, request)
    records.remove(person.account, request.params.id)
    return { me: people.me(person) }
  })
}
