import type { IngestRequest, LaneNews, Receipt } from './commands.ts'
import type { Counts } from './gauges.ts'
import { type Readers, type Reading, readRequest } from './intake/read.ts'
import { refused } from './intake/receipts.ts'
import type { Tallies } from './tallies.ts'
import { commit } from './work/commit.ts'
import { learnMessages } from './work/learn.ts'
import type { Tools } from './work/transact.ts'

export type Ingest = {
  readonly tools: Tools
  readonly readers: Readers
  readonly tallies: Tallies
  readonly counts: Counts
  readonly onNews: (news: LaneNews) => void
}

/** Reads the requests and commits all their events in one transaction. The receipts are true only afterwards. */
export const ingest = async (
  { tools, readers, tallies, counts, onNews }: Ingest,
  requests: readonly IngestRequest[],
): Promise<Receipt[]> => {
  const readings = requests.map((request) => read(request, readers))
  const events = readings.flatMap((reading) => reading.events)
  const rejections = readings.flatMap((reading) => reading.rejections)
  if (events.length > 0 || rejections.length > 0) {
    const { news, accepted, quarantined } = await commit(tools, events, rejections)
    counts.events += accepted
    counts.duplicates += events.length - accepted - quarantined
    counts.rejected += rejections.length + quarantined
    onNews(news)
  }
  await learnMessages(tools)
  for (const [index, reading] of readings.entries()) tallies.count(reading, requests[index]?.origin ?? null)
  return readings.map((reading) => reading.receipt)
}

/** A body that makes the reader throw must not take the others' answers along. */
const read = (request: IngestRequest, readers: Readers): Reading => {
  try {
    return readRequest(request, readers)
  } catch {
    const receipt = refused(400, 'The body cannot be read.')
    return {
      receipt,
      events: [],
      rejections: [],
      key: null,
      receivedAt: request.receivedAt,
      dropped: 0,
      skew: null,
    }
  }
}
