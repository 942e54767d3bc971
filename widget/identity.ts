import type { Fields } from '../server/wire/event.ts'
import type { Storage } from './storage.ts'

/** Who the events are from. `anonymousId` belongs to the device until `reset()`. */
export type Identity = {
  readonly anonymousId: string
  readonly userId?: string | undefined
  readonly groupId?: string | undefined
  readonly traits: Fields
  readonly groupTraits: Fields
}

/** 128 random bits. `crypto.randomUUID` is missing on plain-http hosts, `getRandomValues` is not. */
export const randomId = () => crypto.getRandomValues(new Uint32Array(4)).join('')

/** Ids are text; what apps pass before they know better (null, '', a whole user) is none: as text it is the same for all. */
export const idOf = (id: string | number | null | undefined): string =>
  typeof id === 'object' ? '' : String(id ?? '')

/** The identity that all tabs of this device share. */
export const createIdentity = (storage: Storage) => {
  let current: Identity | undefined
  const keep = (identity: Identity) => {
    current = identity
    storage.set('identity', identity)
    return identity
  }
  const get = () =>
    current ??
    keep({ anonymousId: randomId(), traits: {}, groupTraits: {}, ...Object(storage.get('identity')) })
  return {
    get,
    change: (part: Partial<Identity>) => keep({ ...get(), ...part }),
    /** The next one asked for is whoever is stored: another tab signed in or out. */
    forget: () => {
      current = undefined
    },
    /** The next one asked for is somebody new. */
    clear() {
      current = undefined
      storage.set('identity')
    },
  }
}
