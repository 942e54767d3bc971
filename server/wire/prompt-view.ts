import { type Static, Type } from 'typebox'
import { ModelChange } from './model-view.ts'
import { PromptSet, PublicConfig } from './prompt.ts'

/* What the private API answers about the versions and the effect of prompts. */

const Stamp = {
  version: Type.Integer(),
  at: Type.String(),
  by: Type.String(),
  /** Why it was published; empty if nobody said. */
  reason: Type.String(),
}

export const PublishedPrompts = Type.Object({ ...Stamp, prompts: PromptSet })
export type PublishedPrompts = Static<typeof PublishedPrompts>

export const PromptVersion = Type.Object({
  ...Stamp,
  enabled: Type.Boolean(),
  prompts: Type.Integer(),
  drafts: Type.Integer(),
})
export type PromptVersion = Static<typeof PromptVersion>

/** What the snippet told of prompts, counted as it came: with browser keys alone, nobody vouches for it. */
export const PROMPT_EVENTS = ['Shown', 'Clicked', 'Dismissed', 'Snoozed', 'Converted', 'Held Out'] as const

export const PromptCount = Type.Object({
  promptId: Type.String(),
  /** The arm of its experiment; empty where the event named none. */
  variant: Type.String(),
  what: Type.Unsafe<(typeof PROMPT_EVENTS)[number]>(Type.Enum([...PROMPT_EVENTS])),
  count: Type.Integer(),
  lastAt: Type.String(),
})
export type PromptCount = Static<typeof PromptCount>

/** What a set that can be published would change, and what browsers would get, its drafts among it. */
export const PromptCheck = Type.Object({ changes: Type.Array(ModelChange), preview: PublicConfig })
export type PromptCheck = Static<typeof PromptCheck>
