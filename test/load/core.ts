import { compile, type Engine } from '../../server/core/engine.ts'
import { explain } from '../../server/core/explain.ts'
import { absorb } from '../../server/core/lift.ts'
import { newMember } from '../../server/core/member.ts'
import { BALANCED } from '../../server/core/presets.ts'
import { newAccount, step } from '../../server/core/step.ts'
import type { EventEntry, Profile, State } from '../../server/core/types.ts'
import { MINUTE } from '../../server/wire/limits.ts'
import { courseOf, eventOf, START } from './core-course.ts'

/*
 * What the core costs, in one run: nothing but ratios can be compared between machines. It is one thread's processor
 * time, the collector's included, so that what else the machine does counts less.
 */

/** Milliseconds of this process's processor time. */
const spent = (): number => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

const engine = compile(BALANCED, 1)

export const benchCore = async (): Promise<void> => {
  warmUp()
  stepCost()
  historyRatio()
  membersRatio()
  replay()
  profileSize()
  millionValues()
}

const emptyState = (key: string): State => ({
  key,
  account: newAccount(),
  members: new Map(),
  loadedUntil: Number.POSITIVE_INFINITY,
  nextDueAt: null,
})

/** Takes an event; whoever is asked for is not there. */
function take(state: State, event: EventEntry): void {
  for (let tries = 0; tries < 4; tries++) {
    const result = step(state, event, engine)
    if (result.kind === 'done') return
    for (const subject of result.subjects) state.members.set(subject, state.members.get(subject) ?? null)
  }
}

function warmUp(): void {
  const state = emptyState('warm')
  for (const event of courseOf({ events: 200_000, users: 20, accounts: 1 })) take(state, event)
}

const ROUNDS = 5
const best = (measure: () => number): number => Math.min(...Array.from({ length: ROUNDS }, measure))

/** Microseconds an event, the best of some rounds: what the machine does besides only adds. */
function cost(state: State, events: readonly EventEntry[]): number {
  const startedAt = spent()
  for (const event of events) take(state, event)
  return ((spent() - startedAt) * 1000) / events.length
}

function stepCost(): void {
  const each = best(() => cost(emptyState('acme'), courseOf({ events: 50_000, users: 25, accounts: 1 })))
  console.log(`step, balanced, 25 users: ${each.toFixed(2)} us an event (bar 3)`)
}

function historyRatio(): void {
  const after = (before: number): number =>
    best(() => {
      const state = emptyState('acme')
      for (const event of courseOf({ events: before, users: 1, accounts: 1 })) take(state, event)
      return cost(state, courseOf({ events: 20_000, users: 1, accounts: 1, from: before }))
    })
  const [short, long] = [after(10), after(100_000)]
  console.log(
    `step after 10 events ${short.toFixed(2)} us, after 100,000 ${long.toFixed(2)} us: ${(long / short).toFixed(2)}x (bar 1.3x)`,
  )
}

function membersRatio(): void {
  const among = (users: number): number =>
    best(() => {
      const state = emptyState('acme')
      for (const event of courseOf({ events: 2 * users, users, accounts: 1, every: 100 })) take(state, event)
      return cost(state, courseOf({ events: 20_000, users, accounts: 1, from: 2 * users }))
    })
  const [few, many] = [among(10), among(5_000)]
  console.log(
    `step among 10 members ${few.toFixed(2)} us, among 5,000 ${many.toFixed(2)} us: ${(many / few).toFixed(2)}x`,
  )
}

function replay(): void {
  const events = courseOf({ events: 400_000, users: 10, accounts: 400 })
  const rate = Math.max(
    ...Array.from({ length: 3 }, () => {
      const states = new Map<string, State>()
      const startedAt = spent()
      for (const event of events) {
        let state = states.get(event.account)
        if (!state) states.set(event.account, (state = emptyState(event.account)))
        take(state, event)
      }
      return events.length / ((spent() - startedAt) / 1000)
    }),
  )
  console.log(
    `replay, 4,000 users: ${Math.round(rate).toLocaleString('en')} events/s on one core (bar 250,000)`,
  )
}

function profileSize(): void {
  const state = emptyState('acme')
  for (const event of courseOf({ events: 1_000, users: 1, accounts: 1, every: 40 })) take(state, event)
  const bytes = JSON.stringify(state.members.get('u0')).length
  console.log(`profile after 1,000 events in 28 days: ${bytes} bytes (bar 4,096)`)
}

function millionValues(): void {
  const counting: Engine = compile(
    {
      ...BALANCED,
      rules: [
        ...BALANCED.rules,
        {
          id: 'projects',
          family: 'breadth',
          label: 'Many projects',
          points: 10,
          when: { distinct: 'project', of: 'core', atLeast: 3, within: '30d' },
        },
      ],
    },
    1,
  )
  let named: Profile | null = null
  for (let i = 0; i < 1_000_000; i++)
    named = absorb(
      named,
      {
        ...eventOf(i, { users: 1, accounts: 1 }),
        name: 'Core Action Completed',
        properties: { project: `p${i}` },
      },
      counting,
    )
  const member = { ...newMember(), known: true, named }
  const { ledger } = explain(member, newAccount(), counting, START + 1_000_000 * MINUTE)
  const words = ledger.find(({ rule }) => rule === 'projects')?.because
  console.log(`a user with 1,000,000 distinct values: ${JSON.stringify(named).length} bytes, "${words}"`)
}
