import { randomBytes, randomUUID } from 'node:crypto'
import { type Account, FREE_RECORDS, type Me, type Person } from './model.ts'
import type { Store } from './store.ts'

const PERSON = 'select id, account, name, email, role, invited_by as invitedBy from person'

export type SignUp = { name: string; email: string; company: string }
export type People = ReturnType<typeof createPeople>

/** Accounts, the people in them and their sessions. */
export const createPeople = (store: Store, now: () => number) => {
  const account = (id: string) => store.one<Account>('select id, name, plan from account where id = ?', id)
  const byEmail = (email: string) => store.one<Person>(`${PERSON} where email = ?`, email)

  const add = (person: Omit<Person, 'id'>): Person => {
    const id = `user_${randomUUID().slice(0, 8)}`
    store.run(
      'insert into person values (?, ?, ?, ?, ?, ?, ?)',
      id,
      person.account,
      person.name,
      person.email,
      person.role,
      person.invitedBy,
      now(),
    )
    return { ...person, id }
  }

  return {
    account,
    byEmail,
    add,
    /** A new account with its owner. */
    signUp: ({ name, email, company }: SignUp): Person => {
      const id = `acct_${randomUUID().slice(0, 8)}`
      store.run('insert into account values (?, ?, ?, ?)', id, company, 'free', now())
      return add({ account: id, name, email, role: 'Owner', invitedBy: null })
    },
    /** Returns the secret for the session cookie. */
    startSession: (person: Person): string => {
      const token = randomBytes(24).toString('base64url')
      store.run('insert into session values (?, ?)', token, person.id)
      return token
    },
    endSession: (token: string) => store.run('delete from session where token = ?', token),
    ofSession: (token: string): Person | null =>
      store.one<Person>(`${PERSON} where id = (select person from session where token = ?)`, token),
    team: (accountId: string) =>
      store.all<Person>(`${PERSON} where account = ? order by created_at, rowid`, accountId),
    me: (person: Person): Me | null => {
      const home = account(person.account)
      if (!home) return null
      const count = (table: 'record' | 'person') =>
        store.one<{ n: number }>(`select count(*) as n from ${table} where account = ?`, home.id)?.n ?? 0
      const integrations = store.all<{ name: string }>(
        'select name from integration where account = ?',
        home.id,
      )
      return {
        person,
        account: home,
        records: { used: count('record'), max: home.plan === 'free' ? FREE_RECORDS : null },
        teammates: count('person'),
        integrations: integrations.map(({ name }) => name),
      }
    },
  }
}
