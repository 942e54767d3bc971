import type { Fields } from '../server/wire/event.ts'
import type { Storage } from './storage.ts'

/** Who the events are from. `anonymousId` belongs to the device until `reset()`. */
export type Identity = {
  readonly anonymousId: string
  readonly userId?: string
  readonly groupId?: string
  readonly traits: Fields
  readonly groupTraits: Fields
}

/** 22 random characters. `crypto.randomUUID` is missing on plain-http hosts, `getRandomValues` is not. */
export const randomId = () =>
  Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(36)).join('')

const text = (value: unknown) => (typeof value === 'string' && value ? value : undefined)
const fields = (value: unknown): Fields => (value && typeof value === 'object' ? (value as Fields) : {})

const parse = (stored: unknown): Identity => {
  const { anonymousId, userId, groupId, traits, groupTraits } = fields(stored)
  const user = text(userId)
  const group = text(groupId)
  return {
    anonymousId: text(anonymousId) ?? randomId(),
    ...(user && { userId: user }),
    ...(group && { groupId: group }),
    traits: fields(traits),
    groupTraits: fields(groupTraits),
  }
}

export type IdentityStore = ReturnType<typeof createIdentity>

/** The identity that all tabs of this device share. */
export const createIdentity = (storage: Storage) => {
  let current: Identity | undefined
  const keep = (identity: Identity) => {
    current = identity
    storage.set('identity', identity)
  }
  const get = () => {
    if (!current) keep(parse(storage.get('identity')))
    return current as Identity
  }
  return {
    get,
    change: (part: Partial<Identity>) => keep({ ...get(), ...part }),
    /** The next one asked for is somebody new, or whoever another tab has stored. */
    forget: () => {
      current = undefined
    },
    clear() {
      current = undefined
      storage.set('identity', undefined)
    },
  }
}
