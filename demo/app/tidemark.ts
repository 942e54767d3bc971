import type { Tidemark } from '../../widget/api.ts'
import type { Me } from '../backend/model.ts'
import { api } from './api.ts'

/** The one global that the snippet leaves: a command function that queues until the script has loaded. */
type Command = <Method extends keyof Tidemark>(
  method: Method,
  ...values: Parameters<Tidemark[Method]>
) => void

declare global {
  interface Window {
    tidemark?: Command
  }
}

export const tidemark: Command = (method, ...values) => window.tidemark?.(method, ...values)

const getToken = async () => (await api<{ token: string }>('GET', '/api/tidemark-token')).token

/** Tells the snippet who is here. Cheap to repeat: the same facts change nothing. */
export const introduce = ({ person, account }: Me) => {
  const { name, email, role } = person
  tidemark('identify', person.id, { name, email, role, plan: account.plan }, { getToken })
  tidemark('group', account.id, { name: account.name, plan: account.plan })
}

/**
 * Tells the snippet how full the plan is: where records are shown and whenever their number changes. Not on every page,
 * or somebody who joins a full account would be greeted by its limit.
 */
export const reportUse = ({ used, max }: Me['records']) => {
  if (max !== null) tidemark('limit', 'records', { used, max })
}
