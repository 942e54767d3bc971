import type { IngestRequest, Lane, LaneNews, OutboxRow, Receipt, Settled } from '../../../server/commands.ts'

const refuse = (): never => {
  throw new Error('This test did not expect that the lane is asked for this')
}

/** A lane that holds nothing; a test replaces what it is about. */
export const fakeLane = (replaced: Partial<Lane> = {}): Lane & { tell(news: Partial<LaneNews>): void } => {
  const listeners = new Set<(news: LaneNews) => void>()
  return {
    ingest: async (requests) => requests.map(() => ({ status: 200, body: '{"success":true}' })),
    advance: async () => ({ advanced: 0, more: false, nextDueAt: null, faults: [] }),
    user: async () => null,
    account: async () => null,
    leads: async () => [],
    lead: async () => null,
    act: async () => null,
    claimOutbox: async () => [],
    settleOutbox: async () => {},
    deliveries: async () => [],
    replayDelivery: async () => false,
    model: refuse,
    readAhead: async () => null,
    publishModel: refuse,
    modelVersions: refuse,
    modelVersion: refuse,
    modelProgress: refuse,
    tryModel: refuse,
    prompts: refuse,
    publishPrompts: refuse,
    promptVersions: refuse,
    promptVersion: refuse,
    promptCounts: refuse,
    installation: refuse,
    gauges: async () => ({
      events: 0,
      duplicates: 0,
      rejected: 0,
      dueLag: 0,
      deliveriesWaiting: 0,
      deliveryLag: 0,
    }),
    rejected: async () => [],
    heldRaises: async () => [],
    reviewHeld: async () => null,
    keys: async () => ({
      write: 'pk_abcdef',
      secret: 'sk_abcdefgh',
      testWrite: 'pk_test_a',
      testSecret: 'sk_test_a',
    }),
    remember: async (_name, value) => value,
    recall: async () => null,
    replace: async () => {},
    putSession: refuse,
    takeCode: async () => null,
    session: async () => null,
    endSession: async () => {},
    rebuild: async () => ({ members: 0, changed: 0, done: 0, total: 0, isOver: true }),
    erase: async () => null,
    exportOf: async () => null,
    noteStripe: refuse,
    refuseOrigin: async () => {},
    settleStripe: refuse,
    ping: async () => {},
    close: async () => {},
    onNews: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    ...replaced,
    tell: (news) => {
      for (const listener of listeners) listener({ leads: [], outbox: false, dueAt: null, ...news })
    },
  }
}

/** Answers "success" and keeps what it was given. */
export const recordingLane = () => {
  const requests: IngestRequest[] = []
  const ingest = async (given: readonly IngestRequest[]): Promise<Receipt[]> => {
    requests.push(...given)
    return given.map(() => ({ status: 200, body: '{"success":true}' }))
  }
  return { lane: fakeLane({ ingest }), requests }
}

/** An outbox in memory: rows wait until their instant, leases are not needed with one worker. */
export const outboxLane = (rows: readonly OutboxRow[]) => {
  const waiting = new Map(rows.map((row) => [row.id, { row, dueAt: 0 }]))
  const settled: Settled[] = []
  const lane = fakeLane({
    claimOutbox: async ({ channel, now, atMost }) => {
      const due = [...waiting.values()].filter(({ row, dueAt }) => row.channel === channel && dueAt <= now)
      for (const { row } of due.slice(0, atMost)) waiting.delete(row.id)
      return due.slice(0, atMost).map(({ row }) => row)
    },
    settleOutbox: async (results) => {
      for (const result of results) {
        settled.push(result)
        const row = rows.find(({ id }) => id === result.id)
        const attempts = settled.filter(({ id }) => id === result.id).length
        if (row && result.retryAt !== null)
          waiting.set(row.id, { row: { ...row, attempts }, dueAt: result.retryAt })
      }
    },
  })
  return { lane, settled }
}
