import { DAY } from '../../server/wire/limits.ts'
import type { Archetype } from './archetypes.ts'
import { company, type Identity, mailbox, oneself, person, rival, studentProject } from './names.ts'
import type { Random } from './random.ts'

/** The history covers this many days. */
export const DAYS = 90
/** Records of the free plan. */
export const FREE_RECORDS = 100

/** Somebody with an account. Counts are by day of the history. */
export type Member = {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly role: string
  readonly invitedBy: string | null
  readonly joinedAt: number
  readonly joinedOn: number
  /** Their own zeal, around 1. */
  readonly zeal: number
  readonly cores: Uint16Array
  readonly visits: Uint16Array
  readonly sessions: Uint16Array
}

/** Somebody who was invited; `accepts` null = never. */
export type Invitation = {
  readonly email: string
  readonly name: string
  readonly by: string
  readonly accepts: number | null
}

export type Deal = { readonly closesOn: number; readonly contact: Member }

export type Account = {
  readonly id: string
  readonly identity: Identity
  readonly archetype: Archetype
  readonly employees: number
  readonly seats: number
  readonly startsOn: number
  /** Minutes that its working day begins away from UTC. */
  readonly zone: number
  readonly taste: number
  readonly random: Random
  readonly members: Member[]
  invitations: Invitation[]
  plan: 'free' | 'pro' | 'enterprise'
  records: number
  lastActiveOn: number
  connected: boolean
  /** Day of the last attempt; -Infinity = never. */
  ssoOn: number
  integrationsOn: number
  handRaisedOn: number
  /** Day of the last blocked attempt that was reported. */
  blockedOn: number
  deal: Deal | null
  dealsDone: number
  convertedOn: number | null
}

const identify = (archetype: Archetype, random: Random, number: number): Identity => {
  switch (archetype.kind) {
    case 'hobbyist':
    case 'tinkerer':
      return oneself(person(random.fork('owner')))
    case 'student':
      return studentProject(random, number)
    case 'competitor':
      return rival(random, number)
    case 'idle sign-up':
      return random.happens(0.5) ? oneself(person(random.fork('owner'))) : company(random, number)
    case 'growing team':
    case 'trial evaluator':
    case 'enterprise':
      return company(random, number)
    default:
      return archetype.kind satisfies never
  }
}

/** An account before its first day. `taste` is the truth's draw for it. */
export const foundAccount = (options: {
  archetype: Archetype
  number: number
  taste: number
  random: Random
}): Account => {
  const { archetype, number, taste, random } = options
  return {
    id: `acct_${String(number).padStart(4, '0')}`,
    identity: identify(archetype, random, number),
    archetype,
    employees: random.between(...archetype.employees),
    seats: random.between(...archetype.people),
    startsOn: random.between(0, DAYS - 2),
    zone: random.pick([-480, -420, -300, -300, 0, 60, 60, 120, 330, 480, 600]),
    taste,
    random,
    members: [],
    invitations: [],
    plan: 'free',
    records: 0,
    lastActiveOn: -Infinity,
    connected: false,
    ssoOn: -Infinity,
    integrationsOn: -Infinity,
    handRaisedOn: -Infinity,
    blockedOn: -Infinity,
    deal: null,
    dealsDone: 0,
    convertedOn: null,
  }
}

const ROLES = ['Account manager', 'Sales', 'Support', 'Marketing', 'Operations', 'Customer success'] as const
const LEADS = ['Founder', 'Head of sales', 'Operations lead', 'Managing director'] as const

const roleOf = (account: Account, isFirst: boolean): string => {
  if (account.archetype.kind === 'student') return 'Student'
  if (account.identity.domain === null) return 'Individual'
  return isFirst ? account.random.pick(LEADS) : account.random.pick(ROLES)
}

/** Somebody who could be invited: a name and an address at the account's domain. */
export const somebody = (account: Account): { name: string; email: string } => {
  const { identity, random, members, invitations } = account
  if (identity.domain === null) {
    const name = person(random.fork('owner'))
    return { name, email: mailbox(name, null, Number(account.id.slice(-4))) }
  }
  const name = person(random)
  const namesakes = [...members, ...invitations].filter((other) => other.name === name)
  return { name, email: mailbox(name, identity.domain, namesakes.length + 1) }
}

/** Most who are invited only look in; the few who started it, and a quarter of the others, do the work. */
const zealOf = (random: Random, isFounder: boolean): number =>
  isFounder || random.happens(0.27) ? Math.max(0.4, random.normal(1.1, 0.3)) : 0.1 + 0.3 * random.next()

/** Adds a member who joins at this instant. */
export const join = (
  account: Account,
  who: { name: string; email: string; invitedBy: string | null },
  when: { day: number; at: number },
): Member => {
  const member: Member = {
    ...who,
    id: `user_${account.id.slice(-4)}_${String(account.members.length + 1).padStart(2, '0')}`,
    role: roleOf(account, account.members.length === 0),
    joinedAt: when.at,
    joinedOn: when.day,
    zeal: zealOf(account.random, who.invitedBy === null),
    cores: new Uint16Array(DAYS),
    visits: new Uint16Array(DAYS),
    sessions: new Uint16Array(DAYS),
  }
  account.members.push(member)
  return member
}

/** When a working session of this account starts on a day: around midday where it is. */
export const clockIn = (account: Account, dayStart: number): number => {
  const minutes = Math.min(1290, Math.max(360, account.random.normal(780, 150))) - account.zone
  const wrapped = ((minutes % 1440) + 1440) % 1440
  return dayStart + Math.min(DAY - 3_600_000, Math.floor(wrapped * 60_000))
}
