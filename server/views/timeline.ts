import { personOf, vouchedName } from '../company.ts'
import { lastAtOf } from '../core/member.ts'
import { promptName } from '../core/prompt-title.ts'
import { eventWords } from '../core/timeline.ts'
import type { LeadDoc, MemberDoc } from '../core/types.ts'
import { isoOf } from '../edge-values.ts'
import { readLatest } from '../engines.ts'
import type { Incoming } from '../intake/incoming.ts'
import { isAnonymous } from '../intake/subject-id.ts'
import { newestOf } from '../store/journal.ts'
import { findClaimed } from '../store/subjects.ts'
import { MINUTE } from '../wire/limits.ts'
import type { PromptSet } from '../wire/prompt.ts'
import type { LeadView } from '../wire/view.ts'
import { fromJournal, isEventRow } from '../work/entry.ts'
import type { Look, Seen } from './read.ts'

const MEMBERS = 20
const EACH = 60
const LINES = 50

const PROMPT_WORDS: Readonly<Record<string, string>> = {
  'Prompt Shown': 'saw it',
  'Prompt Clicked': 'clicked it',
  'Prompt Dismissed': 'closed it',
  'Prompt Snoozed': 'put it off',
  'Prompt Converted': 'followed it',
}

type Timeline = { readonly events: LeadView['timeline']; readonly prompts: LeadView['prompts'] }
type Told = { readonly who: string; readonly event: Incoming }

/** What the account did lately, in words, the newest first. */
export const readTimeline = async (look: Look, seen: Seen, lead: LeadDoc): Promise<Timeline> => {
  const recent = [...seen.members]
    .sort(([, a], [, b]) => lastAtOf(b, 'active') - lastAtOf(a, 'active'))
    .slice(0, MEMBERS)
  const told = (
    await Promise.all(
      recent.map(([subject, member]) => {
        const signed = subject === lead.subject ? lead.name : null
        const who =
          vouchedName(member) ?? signed ?? personOf(member) ?? (isAnonymous(subject) ? 'A visitor' : subject)
        return readOne(look, seen.key, { subject, member, who })
      }),
    )
  )
    .flat()
    .sort((a, b) => b.event.time - a.event.time || (a.event.messageId < b.event.messageId ? 1 : -1))
  const titles = await readTitles(look)
  return {
    events: gather(onlyOnce(told.filter(isDeed))).slice(0, LINES),
    prompts: told.flatMap((line) => promptLine(line, titles)).slice(0, LINES),
  }
}

const readOne = async (
  { store, unindexed }: Look,
  account: string,
  { subject, member, who }: { readonly subject: string; readonly member: MemberDoc; readonly who: string },
): Promise<Told[]> => {
  const claimed = await findClaimed(store.db, subject)
  const senders = [subject, ...claimed.map((row) => row.id)]
  const rows = [...(await newestOf(store.db, senders, EACH)), ...(await unindexed(senders))]
  return rows
    .filter(isEventRow)
    .map((row) => ({ who, event: fromJournal(row), account: row.account }))
    .filter(({ event, account: counted }) =>
      event.account === null ? member.loose !== null : counted === account,
    )
}

const isDeed = ({ event }: Told): boolean => event.type === 'track' && !event.name.startsWith('Prompt ')

const readTitles = async ({ store }: Look): Promise<ReadonlyMap<string, string>> => {
  const { value } = await readLatest<PromptSet>(store, 'prompts')
  return new Map(value.prompts.map((prompt) => [prompt.id, promptName(prompt)]))
}

const promptLine = ({ event }: Told, titles: ReadonlyMap<string, string>): LeadView['prompts'] => {
  const what = PROMPT_WORDS[event.name]
  const promptId = event.properties['promptId']
  return what && typeof promptId === 'string'
    ? [{ at: isoOf(event.time), promptId, title: titles.get(promptId) ?? promptId, what }]
    : []
}

/** How far apart a server's and a browser's word of one thing may be. */
const SAME_WITHIN = 5 * MINUTE

/** A crossed limit that both the page and its backend told of is one deed: the backend's word stands. */
const onlyOnce = (told: readonly Told[]): Told[] =>
  told.filter(
    ({ who, event }) =>
      !event.name.startsWith('Limit ') ||
      event.trust === 'server' ||
      !told.some(
        (other) =>
          other.event.trust === 'server' &&
          other.who === who &&
          Math.abs(other.event.time - event.time) <= SAME_WITHIN &&
          eventWords(other.event) === eventWords(event),
      ),
  )

/** The same deed of the same person several times in a row, on one day, is one line. */
const gather = (told: readonly Told[]): LeadView['timeline'] => {
  const lines: (LeadView['timeline'][number] & { deed: string; times: number })[] = []
  for (const { who, event } of told) {
    const deed = eventWords(event)
    const at = isoOf(event.time)
    const last = lines.at(-1)
    if (last && last.deed === deed && last.who === who && last.at.slice(0, 10) === at.slice(0, 10))
      last.times++
    else lines.push({ at, who, what: deed, trust: event.trust, deed, times: 1 })
  }
  return lines.map(({ at, who, deed, trust, times }) => ({
    at,
    who,
    what: times > 1 ? `${deed}, ${times} times` : deed,
    trust,
  }))
}
