import { type Static, Type } from 'typebox'

const closed = { additionalProperties: false }
const Text = (maxLength: number) => Type.String({ minLength: 1, maxLength })
const Scalar = Type.Union([Type.String({ maxLength: 200 }), Type.Number(), Type.Boolean()])

/** Path patterns; `*` stands for any characters. */
export const Paths = Type.Array(Text(200), { minItems: 1, maxItems: 50 })

/** A property or trait by its name, and what it must be. A number or text is never equal to the other. */
export const Test = Type.Union([
  Type.Object({ name: Text(60), is: Scalar }, closed),
  Type.Object({ name: Text(60), in: Type.Array(Scalar, { minItems: 1, maxItems: 50 }) }, closed),
  Type.Object({ name: Text(60), atLeast: Type.Number() }, closed),
  Type.Object({ name: Text(60), atMost: Type.Number() }, closed),
])
export type Test = Static<typeof Test>

/**
 * How often an event happened, counted on this device: at least so often (once) within a span in ms (as long as it is
 * remembered: 90 days, the newest 50), where its properties are so.
 */
const Happened = {
  event: Text(200),
  atLeast: Type.Optional(Type.Integer({ minimum: 1, maximum: 50 })),
  within: Type.Optional(Type.Integer({ minimum: 1 })),
  where: Type.Optional(Type.Array(Test, { minItems: 1, maxItems: 10 })),
}
export const Signal = Type.Object(Happened, closed)
export type Signal = Static<typeof Signal>

/** What makes a prompt due. `limit` and `feature` take a name or `*`. */
export const Trigger = Type.Union([
  /** A reading of a plan limit reaches a share of it (0.8 = 80 %; at most 1). */
  Type.Object(
    { kind: Type.Literal('limit'), limit: Text(60), at: Type.Number({ exclusiveMinimum: 0 }) },
    closed,
  ),
  /** An action was refused because the limit is reached. */
  Type.Object({ kind: Type.Literal('blocked'), limit: Text(60) }, closed),
  Type.Object({ kind: Type.Literal('gate'), feature: Text(60) }, closed),
  /** So many pricing visits in 30 days. */
  Type.Object({ kind: Type.Literal('pricing'), visits: Type.Integer({ minimum: 1, maximum: 20 }) }, closed),
  Type.Object({ kind: Type.Literal('event'), ...Happened }, closed),
  /** An element that fits a CSS selector is clicked, also inside open shadow roots. */
  Type.Object({ kind: Type.Literal('click'), selector: Text(200) }, closed),
  /** The person comes to one of these paths. */
  Type.Object({ kind: Type.Literal('route'), paths: Paths }, closed),
  /** A page was visible for so long (ms): any, or one of these paths. */
  Type.Object(
    { kind: Type.Literal('time'), after: Type.Integer({ minimum: 0 }), paths: Type.Optional(Paths) },
    closed,
  ),
  /** Only `show()`. */
  Type.Object({ kind: Type.Literal('manual') }, closed),
])
export type Trigger = Static<typeof Trigger>
