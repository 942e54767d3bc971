import { type Static, type TObject, type TProperties, Type } from 'typebox'

/* What editors show beside each name stands in the descriptions, so comments say only what they do not. */

const kind = <T extends TProperties>(description: string, properties: T): TObject<T> =>
  Type.Object(properties, { additionalProperties: false, description })
const Text = (maxLength: number) => Type.String({ minLength: 1, maxLength })
const Scalar = Type.Union([Type.String({ maxLength: 200 }), Type.Number(), Type.Boolean()])

export const pathsOf = (description: string) =>
  Type.Array(Text(200), {
    minItems: 1,
    maxItems: 50,
    description: `${description}; "*" stands for any characters.`,
  })
/** Path patterns. */
export const Paths = pathsOf('Paths of the page')

/** A property or trait by its name, and what it must be. A number or text is never equal to the other. */
export const Test = Type.Union([
  kind('It is this.', { name: Text(60), is: Scalar }),
  kind('It is one of these.', { name: Text(60), in: Type.Array(Scalar, { minItems: 1, maxItems: 50 }) }),
  kind('It is a number, at least this.', { name: Text(60), atLeast: Type.Number() }),
  kind('It is a number, at most this.', { name: Text(60), atMost: Type.Number() }),
])
export type Test = Static<typeof Test>

/** How often an event happened, counted on this device: as long as it is remembered (90 days, the newest 50). */
const Happened = {
  event: Type.String({ minLength: 1, maxLength: 200, description: 'The name of the event.' }),
  atLeast: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 50,
      description: 'At least so often, counted on this device; once.',
    }),
  ),
  within: Type.Optional(
    Type.Integer({ minimum: 1, description: 'Within so many ms; as long as it is remembered, 90 days.' }),
  ),
  where: Type.Optional(
    Type.Array(Test, { minItems: 1, maxItems: 10, description: 'Only where its properties are so.' }),
  ),
}
export const Signal = kind('An event that happened on this device.', Happened)
export type Signal = Static<typeof Signal>

/** What makes a prompt due. */
export const Trigger = Type.Union(
  [
    kind('A reading of a plan limit (a name or "*") reaches a share of it: 0.8 is 80 %.', {
      kind: Type.Literal('limit'),
      limit: Text(60),
      at: Type.Number({ exclusiveMinimum: 0 }),
    }),
    kind('An action was refused because the limit (a name or "*") is reached.', {
      kind: Type.Literal('blocked'),
      limit: Text(60),
    }),
    kind('A premium feature (a name or "*") was attempted.', {
      kind: Type.Literal('gate'),
      feature: Text(60),
    }),
    kind('So many pricing visits in 30 days.', {
      kind: Type.Literal('pricing'),
      visits: Type.Integer({ minimum: 1, maximum: 20 }),
    }),
    kind('An event happened, on this device.', { kind: Type.Literal('event'), ...Happened }),
    kind('An element that fits a CSS selector is clicked, also inside open shadow roots.', {
      kind: Type.Literal('click'),
      selector: Text(200),
    }),
    kind('The person comes to one of these paths.', { kind: Type.Literal('route'), paths: Paths }),
    kind('A page was visible for so many ms: any, or one of these paths.', {
      kind: Type.Literal('time'),
      after: Type.Integer({ minimum: 0 }),
      paths: Type.Optional(Paths),
    }),
    kind('Only the page itself shows it: show(promptId).', { kind: Type.Literal('manual') }),
  ],
  { description: 'What makes the prompt due.' },
)
export type Trigger = Static<typeof Trigger>
