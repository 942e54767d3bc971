import type { Fields, WireEvent } from '../server/wire/event.ts'
import type { Antechamber } from './antechamber.ts'
import type { GateAnswer, Tidemark } from './api.ts'
import type { Delivery } from './delivery.ts'
import type { Guard } from './guard.ts'
import type { Host } from './host.ts'
import type { IdentityStore } from './identity.ts'
import type { Page } from './page.ts'
import type { Storage } from './storage.ts'
import type { Token } from './token.ts'

export type Write = (event: Partial<WireEvent>, urgent?: boolean, id?: string) => string | undefined

export type Parts = {
  readonly guard: Guard
  readonly ask: Antechamber['ask']
  readonly forget: Antechamber['forget']
  readonly delivery: Delivery
  readonly identity: IdentityStore
  readonly capture: Host['capture']
  readonly record: Write
  readonly storage: Storage
  readonly token: Token
  readonly page: () => Page
  /** Tells that it is known who this is. */
  readonly settle: () => void
}

type Commands = Omit<Tidemark, 'setConsent' | 'on' | 'flush' | 'debug'>

/** The answer before the configuration is here. */
export const UNKNOWN: GateAnswer = { status: 'unknown' }

/** Ids are text; what apps pass before they know better (null, '', a whole user) is none: as text it is the same for all. */
const idOf = (id: string | number | null | undefined) => (typeof id === 'object' ? '' : String(id ?? ''))

/** What an app calls, each in terms of the parts. */
export const createCommands = (parts: Parts): Commands => {
  const { guard, ask, capture, forget, delivery, identity, record, storage, token, page, settle } = parts

  const reset: Tidemark['reset'] = (options) => {
    forget()
    ask('reset', [])
    token.from({})
    identity.clear()
    if (!options?.forget) return
    delivery.clear()
    storage.clear()
  }
  /** Whoever it is now, what is open may no longer be for them. */
  const known = () => {
    settle()
    ask('recheck', [])
  }

  return {
    reset,
    identify(id, traits = {}, source) {
      const before = identity.get().userId
      const userId = idOf(id) || before
      if (before && userId !== before) reset()
      identity.change({ userId, traits: { ...identity.get().traits, ...traits } })
      if (source) token.from(source)
      record({ type: 'identify', traits }, true)
      known()
    },
    group(id, traits = {}) {
      const groupId = idOf(id)
      if (!groupId) return
      const before = identity.get()
      const groupTraits = { ...(before.groupId === groupId && before.groupTraits), ...traits }
      identity.change({ groupId, groupTraits })
      record({ type: 'group', groupId, traits }, true)
      known()
    },
    alias(id, previousId = identity.get().anonymousId) {
      const userId = idOf(id)
      if (userId) record({ type: 'alias', userId, previousId }, true)
    },
    track(event: string, properties: Fields = {}) {
      capture(event, properties)
    },
    page(name = '', properties) {
      record({ type: 'page', name, properties: { ...page(), ...properties } })
    },
    limit(name, reading) {
      ask('limit', [name, { ...reading }])
    },
    gate: guard((feature) => ask('gate', [feature], UNKNOWN), UNKNOWN),
    show: async (promptId) => ask('show', [promptId], UNKNOWN),
    explain: async (promptId) => ask('explain', [promptId], []),
    snooze: (promptId, days) => ask('snooze', [promptId, days]),
    mute: (promptId) => ask('mute', [promptId]),
  }
}
