import { type Static, Type } from 'typebox'
import { LIMITS } from './limits.ts'

/** How much an event is believed: a secret key, an identity token, or nothing but the browser's word. */
export type Trust = 'server' | 'verified' | 'browser'

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }
export type Fields = { readonly [key: string]: Json }

const Id = Type.String({ minLength: 1, maxLength: LIMITS.idLength })
const Instant = Type.Union([Type.String({ maxLength: 40 }), Type.Number()])
/** Any object. A record of unknown values is the same, but its names would be looked at one by one. */
const FieldsSchema = Type.Unsafe<Fields>(Type.Object({}))
const Optional = <T extends Parameters<typeof Type.Optional>[0]>(schema: T) =>
  Type.Optional(Type.Union([schema, Type.Null()]))

/** The calls of the Segment HTTP Tracking API that carry an event. */
export const EVENT_TYPES = ['identify', 'track', 'page', 'screen', 'group', 'alias'] as const
export type EventType = (typeof EVENT_TYPES)[number]

/**
 * One event as a sender writes it (Segment spec, "common fields"). Unknown fields are allowed and ignored:
 * SDKs add their own. `null` counts as absent, because SDKs send it so.
 */
export const WireEvent = Type.Object({
  type: Type.Unsafe<EventType>(Type.Enum([...EVENT_TYPES])),
  messageId: Optional(Id),
  userId: Optional(Type.Union([Id, Type.Number()])),
  anonymousId: Optional(Id),
  previousId: Optional(Id),
  groupId: Optional(Type.Union([Id, Type.Number()])),
  event: Optional(Type.String({ minLength: 1, maxLength: LIMITS.nameLength })),
  name: Optional(Type.String({ maxLength: LIMITS.nameLength })),
  properties: Optional(FieldsSchema),
  traits: Optional(FieldsSchema),
  context: Optional(FieldsSchema),
  timestamp: Optional(Instant),
  originalTimestamp: Optional(Instant),
  sentAt: Optional(Instant),
})
export type WireEvent = Static<typeof WireEvent>

/** The body of `POST /v1/batch` and `/v1/import`; events are checked one by one, so that a bad one is rejected alone. */
export const WireBatch = Type.Object({
  batch: Type.Array(Type.Unknown(), { maxItems: LIMITS.batchEvents }),
  writeKey: Optional(Type.String({ maxLength: 200 })),
  sentAt: Optional(Instant),
  context: Optional(FieldsSchema),
})
export type WireBatch = Static<typeof WireBatch>
