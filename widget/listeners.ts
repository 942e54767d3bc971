import type { News } from './api.ts'

type Listener = (news: never) => void

/** Listeners by name. One that throws changes nothing for the others, nor for us. */
export const createListeners = (onTrouble: (cause: unknown) => void) => {
  const listeners = new Map<keyof News, Set<Listener>>()
  return {
    on: <Name extends keyof News>(name: Name, listener: (news: News[Name]) => void) => {
      const all = listeners.get(name) ?? new Set<Listener>()
      listeners.set(name, all.add(listener))
      return () => {
        all.delete(listener)
      }
    },
    tell: <Name extends keyof News>(name: Name, news: News[Name]) => {
      for (const listener of listeners.get(name) ?? []) {
        try {
          listener(news as never)
        } catch (cause) {
          onTrouble(cause)
        }
      }
    },
  }
}
