import type { Fields } from '../server/wire/event.ts'
import type { Antechamber } from './antechamber.ts'
import type { Consent, Tidemark } from './api.ts'
import type { Delivery } from './delivery.ts'
import { UNKNOWN } from './guarded.ts'
import type { IdentityStore } from './identity.ts'
import type { createListeners } from './listeners.ts'
import type { Recorder } from './recorder.ts'
import type { Storage } from './storage.ts'
import type { Token } from './token.ts'

export type Parts = {
  readonly antechamber: Antechamber
  readonly delivery: Delivery
  readonly identity: IdentityStore
  readonly listeners: ReturnType<typeof createListeners>
  readonly record: Recorder
  readonly storage: Storage
  readonly token: Token
  /** Tells that it is known who this is. */
  readonly settle: () => void
  readonly setConsent: (consent: Consent) => void
  readonly debug: (on: boolean) => void
}

const URGENT = { urgent: true }

/** Ids are text; what apps pass before they know better (null, '') is none. */
const idOf = (id: string | number | null | undefined) => (id || id === 0 ? String(id) : undefined)

type People = Pick<Tidemark, 'identify' | 'group' | 'alias' | 'reset'>

const peopleCommands = ({
  antechamber,
  delivery,
  identity,
  record,
  storage,
  token,
  settle,
}: Parts): People => {
  const reset: Tidemark['reset'] = ({ forget } = {}) => {
    antechamber.moments()?.reset()
    antechamber.forget()
    token.from({})
    identity.clear()
    if (forget) {
      delivery.clear()
      storage.clear()
    }
  }
  /** Whoever it is now, what is open may no longer be for them. */
  const known = () => {
    settle()
    antechamber.moments()?.recheck()
  }
  return {
    reset,
    identify(id, traits = {}, source) {
      const before = identity.get()
      const userId = idOf(id)
      if (userId && before.userId && userId !== before.userId) reset()
      identity.change({ ...(userId && { userId }), traits: { ...identity.get().traits, ...traits } })
      if (source) token.from(source)
      record({ type: 'identify', traits }, URGENT)
      known()
    },
    group(id, traits = {}) {
      const groupId = idOf(id)
      if (!groupId) return
      const { groupId: before, groupTraits } = identity.get()
      identity.change({ groupId, groupTraits: { ...(groupId === before && groupTraits), ...traits } })
      record({ type: 'group', groupId, traits }, URGENT)
      known()
    },
    alias(id, previousId = identity.get().anonymousId) {
      const userId = idOf(id)
      if (userId) record({ type: 'alias', userId, previousId }, URGENT)
    },
  }
}

/** What an app calls, each in terms of the parts. */
export const createCommands = (parts: Parts): Tidemark => {
  const { antechamber, record } = parts
  const { later, moments } = antechamber
  return {
    ...peopleCommands(parts),
    track(event: string, properties: Fields = {}) {
      record({ type: 'track', event, properties })
      later((ready) => ready.observe(event))
    },
    page(name, properties = {}) {
      record({ type: 'page', ...(name && { name }), properties })
    },
    limit(name, reading) {
      const frozen = { ...reading }
      later((ready) => ready.limit(name, frozen))
    },
    gate(feature) {
      const ready = moments()
      if (ready) return ready.gate(feature)
      later((late) => late.gate(feature))
      return UNKNOWN
    },
    show(promptId) {
      const ready = moments()
      if (ready) return ready.show(promptId)
      later((late) => late.show(promptId))
      return UNKNOWN
    },
    explain: (promptId) => moments()?.explain(promptId) ?? [],
    snooze: (promptId, days) => later((ready) => ready.snooze(promptId, days)),
    mute: (promptId) => later((ready) => ready.mute(promptId)),
    setConsent: parts.setConsent,
    on: parts.listeners.on,
    flush: parts.delivery.flush,
    debug: (on = true) => parts.debug(on),
  }
}
