import type { News } from './api.ts'
import type { Guard } from './guard.ts'
import type { Host } from './host.ts'

/** Listeners by name. One that throws changes nothing for the others, nor for us. */
export const createListeners = (guard: Guard, note: Host['note']) => {
  const all = new Set<{ name: keyof News; listener: (news: never) => void }>()
  return {
    on: <Name extends keyof News>(name: Name, listener: (news: News[Name]) => void) => {
      const entry = { name, listener: guard(listener) }
      all.add(entry)
      return () => {
        all.delete(entry)
      }
    },
    tell: <Name extends keyof News>(name: Name, news: News[Name]) => {
      note(name, news)
      for (const each of all) if (each.name === name) each.listener(news as never)
    },
  }
}
