import { signal } from '@preact/signals'
import type { Me } from '../backend/model.ts'
import { api } from './api.ts'
import { go } from './router.ts'
import { introduce, reportUse, tidemark } from './tidemark.ts'

/** Who is signed in: null = nobody, undefined = not known yet. */
export const me = signal<Me | null | undefined>(undefined)

const enter = (next: Me) => {
  me.value = next
  introduce(next)
}

/** Asks the backend who is signed in. */
export const restore = async () => {
  const { me: known } = await api<{ me: Me | null }>('GET', '/api/me')
  if (known) enter(known)
  else me.value = null
}

/** After an action that changed what is used. */
export const update = (next: Me) => {
  me.value = next
  reportUse(next.records)
}

export const signUp = async (form: { name: string; email: string; company: string }) => {
  enter(await api<Me>('POST', '/api/sign-up', form))
  tidemark('track', 'Signed Up', { plan: 'free' })
  go('/')
}

export const signIn = async (form: { email: string }) => {
  enter(await api<Me>('POST', '/api/sign-in', form))
  tidemark('track', 'Signed In')
  go('/')
}

export const join = async (token: string, form: { name: string }) => {
  const next = await api<Me>('POST', `/api/join/${token}`, form)
  enter(next)
  tidemark('track', 'Signed Up', { plan: next.account.plan })
  const { invitedBy } = next.person
  tidemark('track', 'Invite Accepted', invitedBy === null ? {} : { invitedBy })
  go('/')
}

/** `reset` keeps what the next person does apart from this one. */
export const signOut = async () => {
  await api('POST', '/api/sign-out')
  tidemark('reset')
  me.value = null
  go('/')
}

/** After the checkout: the plan is another one. */
export const upgrade = async () => {
  const { me: next } = await api<{ me: Me }>('POST', '/api/checkout', { plan: 'pro' })
  enter(next)
}
