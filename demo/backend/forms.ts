import { type Static, Type } from 'typebox'

/*
 * What the app may send. Fastify checks it before a route runs.
 */
const Line = Type.String({ minLength: 1, maxLength: 120, pattern: '\\S' })
const Email = Type.String({ maxLength: 200, pattern: '^[^\\s@]+@[^\\s@]+\\.[^\\s@]+$' })
const closed = { additionalProperties: false }

export const SignUpForm = Type.Object({ name: Line, email: Email, company: Line }, closed)
export type SignUpForm = Static<typeof SignUpForm>

export const SignInForm = Type.Object({ email: Email }, closed)
export type SignInForm = Static<typeof SignInForm>

export const RecordForm = Type.Object(
  { name: Line, company: Line, email: Email, stage: Type.String({ maxLength: 20 }) },
  closed,
)
export type RecordForm = Static<typeof RecordForm>

export const InviteForm = Type.Object({ email: Email }, closed)
export type InviteForm = Static<typeof InviteForm>

export const JoinForm = Type.Object({ name: Line }, closed)
export type JoinForm = Static<typeof JoinForm>

export const CheckoutForm = Type.Object({ plan: Type.Literal('pro') }, closed)
export type CheckoutForm = Static<typeof CheckoutForm>
