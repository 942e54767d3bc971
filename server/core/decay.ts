import type { Decay } from '../wire/model.ts'
import { spanDays } from './time.ts'

/** What is left of a point after so many whole days: from 1 to 0. */
export type Fading = {
  readonly left: (days: number) => number
  /** From this many days on, nothing. */
  readonly days: number
}

const HALF_LIVES = 10

/** After how many days nothing is left. */
export function fadeDays(decay: Decay): number {
  if ('linear' in decay) return spanDays(decay.linear)
  if ('halfLife' in decay) return HALF_LIVES * spanDays(decay.halfLife)
  return Math.ceil(1 / decay.step) * spanDays(decay.every)
}

export function fadingOf(decay: Decay): Fading {
  const days = fadeDays(decay)
  const left = leftOf(decay)
  return { days, left: (age) => (age >= days ? 0 : left(Math.max(0, age))) }
}

/** Table by age, so that a power is taken once. */
function leftOf(decay: Decay): (age: number) => number {
  if ('linear' in decay) {
    const days = spanDays(decay.linear)
    return (age) => 1 - age / days
  }
  if ('halfLife' in decay) {
    const days = spanDays(decay.halfLife)
    return (age) => 0.5 ** (age / days)
  }
  const every = spanDays(decay.every)
  return (age) => Math.max(0, 1 - decay.step * Math.floor(age / every))
}
