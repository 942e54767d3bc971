import { describe, expect, test } from 'vitest'
import { groupsOf, isInView, matches } from '../../server/inbox/state/queue.ts'
import { ago, HOUR, lead } from './fixture/build.ts'
import { ME } from './fixture/leads.ts'

const due = (company: string, hours: number, rest = {}) =>
  lead(company, { dueAt: ago(-hours * HOUR), ...rest })
const order = (leads: ReturnType<typeof lead>[]) =>
  groupsOf(leads, 'open', Date.now()).map((group) => [group.id, group.leads.map(({ company }) => company)])

describe('the order of the queue', () => {
  test('what is overdue comes first, then what is due within four hours, then who asked to talk', () => {
    const leads = [
      due('Later', 20),
      due('Waiting', -2, { status: 'contacted' }),
      due('Asked', 9, { type: 'hand-raise' }),
      due('Soon', 3),
      due('Late', -1),
      due('Breached', 1, { breached: true }),
    ]
    expect(order(leads)).toEqual([
      ['overdue', ['Late', 'Breached']],
      ['soon', ['Soon']],
      ['asked', ['Asked']],
      ['later', ['Later']],
      ['contacted', ['Waiting']],
    ])
  })

  test('in a group, who asked to talk stands above who did not, then what is due first, then the higher score', () => {
    const leads = [
      due('B', 3, { score: 50, dueAt: '2026-11-14T10:00:00Z', breached: true }),
      due('A', 3, { score: 90, dueAt: '2026-11-14T10:00:00Z', breached: true }),
      due('Asked', 3, { type: 'hand-raise', breached: true }),
      due('First', 3, { dueAt: '2026-11-13T10:00:00Z', breached: true }),
    ]
    expect(order(leads)).toEqual([['overdue', ['Asked', 'First', 'A', 'B']]])
  })

  test('a lead without a due time waits at the end of its group', () => {
    expect(order([lead('None', { dueAt: null }), due('Some', 30)])).toEqual([['later', ['Some', 'None']]])
  })

  test('a group without leads has no heading', () => {
    expect(order([])).toEqual([])
  })
})

describe('what a view shows', () => {
  test('a snoozed lead is in none of the open views', () => {
    const snoozed = lead('Zed', { status: 'snoozed', owner: ME })
    expect((['open', 'mine', 'unclaimed'] as const).some((view) => isInView(snoozed, view, ME))).toBe(false)
    expect(isInView(snoozed, 'snoozed', ME)).toBe(true)
  })

  test('a historic lead is in the history, open or closed, and nowhere else', () => {
    for (const status of ['open', 'won'] as const) {
      const old = lead('Old', { historic: true, status })
      expect(isInView(old, 'history', ME)).toBe(true)
      expect((['open', 'unclaimed', 'closed'] as const).some((view) => isInView(old, view, ME))).toBe(false)
    }
  })

  test('a search finds every word, in any order and case, wherever it stands', () => {
    const kobe = lead('Kōbe Dental', { reason: 'SSO tried twice', owner: ME })
    expect(matches(kobe, 'sso KŌBE')).toBe(true)
    expect(matches(kobe, 'priya dental')).toBe(true)
    expect(matches(kobe, 'dental veterinary')).toBe(false)
  })
})
