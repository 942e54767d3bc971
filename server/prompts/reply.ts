import { openLead } from '../core/lead.ts'
import { mergeStates, NO_STATE, type PromptState } from '../core/prompt-state.ts'
import type { AccountDoc } from '../core/types.ts'
import type { Lists } from '../wire/audience.ts'
import type { PromptSet } from '../wire/prompt.ts'

/** What the server knows of a verified person when it answers. */
export type Known = {
  readonly userId: string
  readonly accountId: string
  readonly account: AccountDoc
  readonly tier: string
  /** Their own states, under every id that is theirs, and their account's. */
  readonly states: readonly PromptState[]
}

export type VerifiedReply = {
  readonly prompts: readonly string[]
  readonly state: PromptState
  readonly contact: { readonly name: string; readonly link: string } | null
}

/** Ids, what they themselves answered, and whom to talk to: nothing says a score, a tier, or why. */
export const replyTo = (known: Known, set: PromptSet): VerifiedReply => ({
  prompts: set.enabled ? listedFor(known, set) : [],
  state: stateOf(known, set),
  contact: contactOf(known.account, set),
})

/** Prompts that need what only the server knows, and whose lists hold. */
const listedFor = (known: Known, { prompts, segments = {} }: PromptSet): string[] =>
  prompts
    .filter(({ draft, audience }) => !draft && audience?.lists && holds(audience.lists, known, segments))
    .map(({ id }) => id)

const holds = (
  { tiers, lead, segments }: Lists,
  { userId, accountId, account, tier }: Known,
  lists: NonNullable<PromptSet['segments']>,
): boolean =>
  (!tiers || tiers.includes(tier)) &&
  (!lead || lead === (openLead(account) ? 'open' : 'none')) &&
  (!segments ||
    segments.some((name) => {
      const list = Object.hasOwn(lists, name) ? lists[name] : undefined
      return list?.users?.includes(userId) || list?.accounts?.includes(accountId)
    }))

/** Their state on every device, as far as prompts of today ask for it. */
const stateOf = ({ states }: Known, { prompts }: PromptSet): PromptState => {
  const merged = states.reduce(mergeStates, NO_STATE)
  const ids = new Set(prompts.map(({ id }) => id))
  const experiments = new Set(prompts.flatMap(({ experiment }) => experiment?.id ?? []))
  return {
    prompts: only(merged.prompts, (id) => ids.has(id)),
    arms: only(merged.arms, (name) => experiments.has(name.split('@', 1)[0] ?? '')),
    asked: merged.asked,
  }
}

const only = <T>(
  part: Readonly<Record<string, T>>,
  wanted: (name: string) => boolean,
): Readonly<Record<string, T>> => Object.fromEntries(Object.entries(part).filter(([name]) => wanted(name)))

/** Whoever has the account's lead. */
const contactOf = (account: AccountDoc, { contacts = {}, contact }: PromptSet): VerifiedReply['contact'] => {
  const owner = openLead(account)?.owner
  if (!owner) return null
  const known = Object.hasOwn(contacts, owner) ? contacts[owner] : undefined
  return { name: known?.name ?? calledBy(owner), link: known?.link ?? contact?.link ?? '' }
}

/** "Priya Nair" of priya.nair@acme.com. */
const calledBy = (email: string): string =>
  (email.split('@', 1)[0] ?? '')
    .split(/[._-]+/)
    .filter(Boolean)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(' ') || email
