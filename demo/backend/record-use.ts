import type { Backend } from './backend.ts'
import type { Person } from './model.ts'

const LINES = [
  { threshold: 0.8, event: 'Limit Approached' },
  { threshold: 1, event: 'Limit Reached' },
] as const

/** Reports an attempt beyond the limit. A backend's word on limits is no activity, so blocked clicks look like none. */
export const reportBlocked = ({ now, tidemark }: Backend, person: Person, max: number) =>
  tidemark.send({
    id: `${person.account}-records-blocked-${now()}`,
    event: 'Limit Reached',
    person,
    properties: { limit: 'records', used: max, max, threshold: 1, blocked: true },
  })

/**
 * Reports each line of the record limit that was crossed since `before`, with the secret key. The snippet reports the
 * same from the page: both write one register per limit, of which the backend's wins, so nothing is counted twice.
 * The id names account and line: falling below and crossing again within the dedupe window is one crossing.
 */
export const reportRecordUse = ({ people, tidemark }: Backend, person: Person, before: number) => {
  const now = people.me(person)?.records
  if (!now?.max) return
  const { used, max } = now
  for (const { threshold, event } of LINES) {
    const line = threshold * max
    if (before >= line || used < line) continue
    tidemark.send({
      id: `${person.account}-records-${line}`,
      event,
      person,
      properties: { limit: 'records', used, max, threshold, blocked: false },
    })
  }
}
