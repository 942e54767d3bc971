import type { MemberDoc, Profile } from '../core/types.ts'

type Parts = Pick<MemberDoc, 'named' | 'loose'>
type Folded = { readonly parts: Parts; readonly was: readonly Seen[] }
/** A part as it was when it was folded anew: what is absorbed is counted in place, what moves is another object. */
type Seen = { readonly profile: Profile | null; readonly events: number }

/** Parts of members as the next plan counts them, folded before that plan is in force. */
export type FoldedAhead = {
  readonly note: (member: MemberDoc, parts: Parts) => void
  /** Hands out a member's parts, if they are of this plan and nothing came to the member since; once. */
  readonly take: (member: MemberDoc, plan: string) => Parts | null
}

export const createFoldedAhead = (): FoldedAhead => {
  const all = new WeakMap<MemberDoc, Folded>()
  return {
    note: (member, parts) => {
      all.set(member, { parts, was: [seen(member.named), seen(member.loose)] })
    },
    take: (member, plan) => {
      const folded = all.get(member)
      all.delete(member)
      if (!folded || (folded.parts.named ?? folded.parts.loose)?.plan !== plan) return null
      const isSame = [member.named, member.loose].every((profile, i) => isStill(profile, folded.was[i]))
      return isSame ? folded.parts : null
    },
  }
}

const seen = (profile: Profile | null): Seen => ({ profile, events: profile?.events ?? 0 })
const isStill = (profile: Profile | null, was: Seen | undefined): boolean =>
  was?.profile === profile && was.events === (profile?.events ?? 0)
