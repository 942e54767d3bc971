import { personOf } from '../company.ts'
import { lastAtOf } from '../core/member.ts'
import { eventWords } from '../core/timeline.ts'
import type { MemberDoc } from '../core/types.ts'
import { isoOf } from '../edge-values.ts'
import type { Incoming } from '../intake/incoming.ts'
import { isAnonymous } from '../intake/subject-id.ts'
import { newestOf } from '../store/journal.ts'
import { findClaimed } from '../store/subjects.ts'
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
export const readTimeline = async (look: Look, seen: Seen): Promise<Timeline> => {
  const recent = [...seen.members]
    .sort(([, a], [, b]) => lastAtOf(b, 'active') - lastAtOf(a, 'active'))
    .slice(0, MEMBERS)
  const told = (
    await Promise.all(recent.map(([subject, member]) => readOne(look, seen.key, { subject, member })))
  )
    .flat()
    .sort((a, b) => b.event.time - a.event.time || (a.event.messageId < b.event.messageId ? 1 : -1))
  return {
    events: gather(told.filter(isDeed)).slice(0, LINES),
    prompts: told.flatMap(promptLine).slice(0, LINES),
  }
}

const readOne = async (
  { store, unindexed }: Look,
  account: string,
  { subject, member }: { readonly subject: string; readonly member: MemberDoc },
): Promise<Told[]> => {
  const claimed = await findClaimed(store.db, subject)
  const senders = [subject, ...claimed.map((row) => row.id)]
  const rows = [...(await newestOf(store.db, senders, EACH)), ...(await unindexed(senders))]
  const who = personOf(member) ?? (isAnonymous(subject) ? 'A visitor' : subject)
  return rows
    .filter(isEventRow)
    .map((row) => ({ who, event: fromJournal(row), account: row.account }))
    .filter(({ event, account: counted }) =>
      event.account === null ? member.loose !== null : counted === account,
    )
}

const isDeed = ({ event }: Told): boolean => event.type === 'track' && !event.name.startsWith('Prompt ')

const promptLine = ({ event }: Told): LeadView['prompts'] => {
  const what = PROMPT_WORDS[event.name]
  const promptId = event.properties['promptId']
  return what && typeof promptId === 'string' ? [{ at: isoOf(event.time), promptId, what }] : []
}

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
