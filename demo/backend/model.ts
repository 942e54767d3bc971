/** What the free plan includes. */
export const FREE_RECORDS = 100

export type Plan = 'free' | 'pro'
export type Account = { id: string; name: string; plan: Plan }
export type Person = {
  id: string
  account: string
  name: string
  email: string
  role: string
  invitedBy: string | null
}
export type CustomerRecord = {
  id: string
  name: string
  company: string
  email: string
  stage: string
  createdAt: number
}

/** Who is signed in, where, and how much of the plan is used. `max` null = no limit. */
export type Me = {
  person: Person
  account: Account
  records: { used: number; max: number | null }
  teammates: number
  integrations: string[]
}

/** Included in every plan; the others come with Pro. */
export const FREE_INTEGRATIONS = ['spreadsheets', 'calendar'] as const
export const PRO_INTEGRATIONS = ['slack', 'invoicing', 'help-desk', 'webhooks'] as const

/** Price of Pro in US dollars a month, for the whole team. */
export const PRO_PRICE = 49
