/*
 * The stated truth behind the generated history.
 *
 * Every day on which a free account is alive (somebody worked in it during the last 7 days) it decides anew whether to
 * buy. The chance of that day is
 *
 *     1 / (1 + exp(-(PER_DAY + taste + sum of the weights whose fact is true)))
 *
 * where `taste` is drawn once per account from a normal distribution (mean 0, deviation TASTE): that is what chance
 * and everything unseen contribute. So a weight is a difference in daily log-odds: +0.7 doubles a small chance, +1.4
 * quadruples it. A deal that sales runs is decided once, in the same way, from DEAL instead of PER_DAY.
 *
 * Nothing else drives an outcome. The facts with weight 0 are decoys: they go with buying, because busy accounts do
 * more of everything, but they do not cause it. A scoring model is good when it finds the first kind and not the second.
 */

/** What counts about an account on a day. Windows are the last 14 days unless the name says otherwise. */
export type Facts = {
  /** Somebody did the core action 10 times or more. */
  readonly coreHabit: boolean
  /** Somebody who was invited works here, besides whoever invited them. */
  readonly inviteeActive: boolean
  /** One person looked at pricing twice or more. */
  readonly pricingTwice: boolean
  /** 80 of the 100 free records are used, ever. */
  readonly limitApproached: boolean
  /** All 100 free records are used, ever. */
  readonly limitReached: boolean
  readonly integrationConnected: boolean
  readonly ssoAttempted: boolean
  /** Asked for sales within 30 days. */
  readonly handRaised: boolean
  /** Decoy: five people or more have an account. */
  readonly fivePeople: boolean
  /** Decoy: twenty sessions or more. */
  readonly manySessions: boolean
  /** Decoy: tried an integration that the plan does not include. */
  readonly integrationsAttempted: boolean
  readonly freeMail: boolean
  readonly student: boolean
  readonly competitor: boolean
}

/** Differences in log-odds. */
export const WEIGHTS: Readonly<Record<keyof Facts, number>> = {
  coreHabit: 0.9,
  inviteeActive: 1.1,
  pricingTwice: 1.3,
  limitApproached: 0.5,
  limitReached: 1.2,
  integrationConnected: 0.6,
  ssoAttempted: 0.4,
  handRaised: 1.5,
  fivePeople: 0,
  manySessions: 0,
  integrationsAttempted: 0,
  freeMail: -1.2,
  student: -3,
  competitor: -8,
}

/** Log-odds of a day on which no fact holds: about one in 5,000. */
export const PER_DAY = -8.5
/** Log-odds that a deal is won when no fact holds. */
export const DEAL = -4
/** Deviation of what chance and the unseen contribute, in log-odds. */
export const TASTE = 0.7

const sigmoid = (odds: number) => 1 / (1 + Math.exp(-odds))

/** The sum of the weights whose fact is true. */
export const pull = (facts: Facts): number =>
  Object.entries(WEIGHTS).reduce((sum, [fact, weight]) => sum + (facts[fact as keyof Facts] ? weight : 0), 0)

/** The chance that a living free account buys on this day. */
export const chanceToday = (facts: Facts, taste: number): number => sigmoid(PER_DAY + taste + pull(facts))

/** The chance that a deal run by sales is won. */
export const chanceOfDeal = (facts: Facts, taste: number): number => sigmoid(DEAL + taste + pull(facts))
