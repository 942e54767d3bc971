import { randomUUID } from 'node:crypto'
import type { CustomerRecord } from './model.ts'
import type { Store } from './store.ts'

export type NewRecord = Omit<CustomerRecord, 'id' | 'createdAt'>

const NAMES = [
  'Nora Lind',
  'Sam Okoro',
  'Ines Prado',
  'Jun Mori',
  'Lena Graf',
  'Omar Said',
  'Tess Vaughn',
] as const
const SHOPS = ['Corner Bakery', 'Harbor Yoga', 'Fern Florist', 'Oak Dental', 'Blue Door Cafe'] as const
const TOWNS = [
  'Aarhus',
  'Bristol',
  'Cork',
  'Delft',
  'Evora',
  'Ghent',
  'Lyon',
  'Malmo',
  'Porto',
  'Turin',
  'York',
] as const
export const STAGES = ['Lead', 'Active', 'Regular', 'Quiet'] as const

const at = <T>(list: readonly [T, ...T[]], index: number): T => list[index % list.length] ?? list[0]

/** The sample with this number: lengths 7, 5, 11 and 4 share no factor, so 1,540 differ. */
const sample = (number: number): NewRecord => {
  const company = `${at(SHOPS, number)} ${at(TOWNS, number)}`
  const domain = company.toLowerCase().replaceAll(' ', '-')
  const name = at(NAMES, number)
  const [first = 'hello'] = name.toLowerCase().split(' ')
  return { name, company, email: `${first}@${domain}.example`, stage: at(STAGES, number) }
}

export type Records = ReturnType<typeof createRecords>

/** The customers that an account keeps. */
export const createRecords = (store: Store, now: () => number) => {
  const count = (account: string) =>
    store.one<{ n: number }>('select count(*) as n from record where account = ?', account)?.n ?? 0
  const insert = (account: string, { name, company, email, stage }: NewRecord) =>
    store.run(
      'insert into record values (?, ?, ?, ?, ?, ?, ?)',
      randomUUID(),
      account,
      name,
      company,
      email,
      stage,
      now(),
    )

  /** Adds as many as fit under `max` and returns how many did. */
  const add = (account: string, wanted: readonly NewRecord[], max: number | null): number => {
    const room = max === null ? wanted.length : Math.max(0, max - count(account))
    const fitting = wanted.slice(0, room)
    for (const record of fitting) insert(account, record)
    return fitting.length
  }

  return {
    add,
    addSamples: (account: string, amount: number, max: number | null) => {
      const from = count(account)
      return add(
        account,
        Array.from({ length: amount }, (_, index) => sample(from + index)),
        max,
      )
    },
    list: (account: string) =>
      store.all<CustomerRecord>(
        `select id, name, company, email, stage, created_at as createdAt from record
         where account = ? order by created_at desc, rowid desc limit 500`,
        account,
      ),
    remove: (account: string, id: string) =>
      store.run('delete from record where account = ? and id = ?', account, id) > 0,
  }
}
