import type { IngestRequest, LaneNews, Receipt } from './commands.ts'
import type { Counts } from './gauges.ts'
import type { Incoming } from './intake/incoming.ts'
import { type Readers, type Reading, readRequest, refuse } from './intake/read.ts'
import { FAILED, imported } from './intake/receipts.ts'
import { answerTo, verifiedIn } from './prompts/answer.ts'
import { isPromptEvent, promptCounters } from './prompts/count.ts'
import { mayConcernGoals } from './prompts/credit-goals.ts'
import type { SetInForce } from './prompts/set-in-force.ts'
import type { Tallies } from './tallies.ts'
import { commit } from './work/commit.ts'
import { learnMessages } from './work/learn.ts'
import type { Tools } from './work/transact.ts'

export type Ingest = {
  readonly tools: Tools
  readonly readers: Readers
  readonly tallies: Tallies
  readonly counts: Counts
  /** The prompts, for what is answered to verified people. */
  readonly set: SetInForce
  readonly onNews: (news: LaneNews) => void
}

/** Failures of single requests after which it is the database that fails, and no request need be tried. */
const PATIENCE = 3

/** Reads the requests and commits all their events in one transaction. The receipts are true only afterwards. */
export const ingest = async (inlet: Ingest, requests: readonly IngestRequest[]): Promise<Receipt[]> => {
  const readings = requests.map((request) => read(request, inlet.readers))
  const receipts = await commitAll(inlet, readings).catch((error) => {
    if (readings.length === 1) throw error
    return commitEach(inlet, readings)
  })
  await learnMessages(inlet.tools)
  for (const [index, request] of requests.entries()) {
    const reading = readings[index]
    if (reading && receipts[index] !== FAILED) inlet.tallies.count(reading, request)
  }
  if (!readings.some(({ events }) => verifiedIn(events))) return receipts
  return Promise.all(readings.map((reading, index) => tell(inlet, reading, receipts[index] ?? FAILED)))
}

/**
 * Only who is vouched for is told more, once their events are committed; for all others nothing more is done. What
 * cannot be told must not make them send again.
 */
const tell = async ({ tools, set }: Ingest, { events }: Reading, receipt: Receipt): Promise<Receipt> => {
  const asked = receipt.status === 200 ? verifiedIn(events) : null
  if (!asked) return receipt
  return answerTo(tools, set, asked).then(
    (body) => ({ ...receipt, body }),
    () => receipt,
  )
}

const commitAll = async (
  { tools, counts, set, tallies, onNews }: Ingest,
  readings: readonly Reading[],
): Promise<Receipt[]> => {
  const events = readings.flatMap((reading) => reading.events)
  const rejections = readings.flatMap((reading) => reading.rejections)
  const now = events[0]?.receivedAt ?? 0
  let known: ReadonlySet<Incoming> = new Set()
  if (events.length > 0 || rejections.length > 0) {
    const isAsked = events.some((event) => mayConcernGoals(event) || isPromptEvent(event))
    const prompts = isAsked ? await set.read(now).catch(() => null) : null
    const done = await commit(tools, { events, rejections, prompts })
    const { news, quarantined, conversions, repeated } = done
    known = done.known
    // What became of prompts, for whoever edits them.
    if (prompts) {
      const told = events.filter((event) => event.counts && !repeated.has(event))
      tallies.tick('prompt', promptCounters([...told, ...conversions], prompts), now)
    }
    counts.events += events.length - known.size - quarantined
    counts.duplicates += known.size
    counts.rejected += rejections.length + quarantined
    onNews(news)
  }
  return readings.map((reading) => receiptOf(reading, known))
}

/** Who imports hears what became of it. */
const receiptOf = ({ receipt, events, refusals }: Reading, known: ReadonlySet<Incoming>): Receipt =>
  refusals === null ? receipt : imported(refusals, events.filter((event) => known.has(event)).length)

/** What failed together is tried one by one, so that a request which nobody foresaw holds up no other. */
const commitEach = async (inlet: Ingest, readings: readonly Reading[]): Promise<Receipt[]> => {
  const receipts: Receipt[] = []
  let failures = 0
  for (const reading of readings) {
    if (failures === PATIENCE) break
    const [receipt = FAILED] = await commitAll(inlet, [reading]).catch(() => [])
    if (receipt === FAILED) failures++
    receipts.push(receipt)
  }
  return readings.map((_, index) => receipts[index] ?? FAILED)
}

/** A body that makes the reader throw must not take the others' answers along. */
const read = (request: IngestRequest, readers: Readers): Reading => {
  try {
    return readRequest(request, readers)
  } catch {
    return refuse(400, 'The body cannot be read.')
  }
}
