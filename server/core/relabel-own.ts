import type { Engine } from './engine.ts'
import type { Profile, Register } from './types.ts'

/**
 * What an account said of itself, as another plan would have folded it: it holds no measures, only the latest values,
 * of which those that the model uses are never dropped to make room.
 */
export function relabelOwn(own: Profile, engine: Engine): Profile {
  const traits = Object.entries(own.traits).map(([name, entry]) => [
    name,
    relabel(entry, engine.measures.traits.has(name)),
  ])
  return { ...own, plan: engine.plan, traits: Object.fromEntries(traits) }
}

function relabel({ value, trust, time, id }: Register, isUsed: boolean): Register {
  const entry = { value, trust, time, id }
  return isUsed ? { ...entry, used: true } : entry
}
