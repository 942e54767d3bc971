/** How one kind of account behaves. Chances are for one session unless the name says otherwise. */
export type Archetype = {
  readonly kind: Kind
  readonly accounts: number
  /** People who end up there if everybody who is invited comes. */
  readonly people: readonly [from: number, to: number]
  readonly employees: readonly [from: number, to: number]
  /** Chance that somebody works on a weekday, at first. */
  readonly drive: number
  /** What is left of the drive a day later. */
  readonly keeps: number
  /** Core actions a session, on average. */
  readonly cores: number
  /** Records that come in with a first import. */
  readonly imports: readonly [from: number, to: number]
  readonly pricing: number
  readonly sso: number
  readonly integrations: number
  readonly connects: number
  readonly invites: number
  readonly asksSales: number
  /** Chance, a day, that sales calls an account that is worth a call. */
  readonly outreachADay: number
}

export type Kind =
  | 'growing team'
  | 'trial evaluator'
  | 'hobbyist'
  | 'student'
  | 'competitor'
  | 'tinkerer'
  | 'idle sign-up'
  | 'enterprise'

const COMMON = { imports: [0, 0], sso: 0, connects: 0, asksSales: 0, outreachADay: 0 } as const

export const ARCHETYPES: readonly Archetype[] = [
  {
    ...COMMON,
    kind: 'growing team',
    accounts: 92,
    people: [4, 16],
    employees: [6, 90],
    drive: 0.5,
    keeps: 0.985,
    cores: 3.2,
    imports: [20, 85],
    pricing: 0.035,
    sso: 0.006,
    integrations: 0.03,
    connects: 0.03,
    invites: 0.6,
    asksSales: 0.004,
    outreachADay: 0.06,
  },
  {
    ...COMMON,
    kind: 'trial evaluator',
    accounts: 84,
    people: [1, 5],
    employees: [3, 60],
    drive: 0.75,
    keeps: 0.86,
    cores: 3.4,
    imports: [0, 40],
    pricing: 0.12,
    sso: 0.02,
    integrations: 0.06,
    connects: 0.05,
    invites: 0.35,
    asksSales: 0.008,
    outreachADay: 0.05,
  },
  {
    ...COMMON,
    kind: 'hobbyist',
    accounts: 52,
    people: [1, 1],
    employees: [1, 1],
    drive: 0.35,
    keeps: 0.99,
    cores: 2,
    pricing: 0.012,
    integrations: 0.01,
    connects: 0.01,
    invites: 0,
  },
  {
    ...COMMON,
    kind: 'student',
    accounts: 34,
    people: [1, 4],
    employees: [1, 4],
    drive: 0.6,
    keeps: 0.93,
    cores: 3,
    imports: [0, 20],
    pricing: 0.03,
    integrations: 0.05,
    connects: 0.02,
    invites: 0.4,
    asksSales: 0.002,
  },
  {
    ...COMMON,
    kind: 'competitor',
    accounts: 14,
    people: [1, 2],
    employees: [20, 200],
    drive: 0.35,
    keeps: 0.95,
    cores: 0.7,
    pricing: 0.35,
    sso: 0.15,
    integrations: 0.25,
    invites: 0.1,
    asksSales: 0.01,
  },
  {
    ...COMMON,
    kind: 'tinkerer',
    accounts: 38,
    people: [1, 1],
    employees: [1, 1],
    drive: 0.4,
    keeps: 0.93,
    cores: 1.5,
    pricing: 0.05,
    integrations: 0.12,
    connects: 0.08,
    invites: 0,
  },
  {
    ...COMMON,
    kind: 'idle sign-up',
    accounts: 52,
    people: [1, 1],
    employees: [1, 300],
    drive: 0.15,
    keeps: 0.6,
    cores: 0.3,
    pricing: 0.05,
    integrations: 0.01,
    invites: 0,
  },
  {
    ...COMMON,
    kind: 'enterprise',
    accounts: 34,
    people: [24, 64],
    employees: [250, 4000],
    drive: 0.5,
    keeps: 0.985,
    cores: 3,
    imports: [10, 60],
    pricing: 0.02,
    sso: 0.012,
    integrations: 0.02,
    connects: 0.01,
    invites: 2,
    asksSales: 0.002,
    outreachADay: 0.06,
  },
]
