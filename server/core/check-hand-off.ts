import type { Model, Route } from '../wire/model.ts'
import { checkPlaceholders } from './check-placeholders.ts'
import { type ModelProblem, part } from './check-shape.ts'
import { nearest } from './nearest.ts'
import { KINDS, PLACEHOLDERS } from './playbook.ts'

/** Tiers, routes, business hours and playbooks: how a qualified user reaches sales. */
export function checkHandOff(model: Model): ModelProblem[] {
  return [...checkTiers(model), ...checkRoutes(model), ...checkHours(model), ...checkPlaybooks(model)]
}

function checkTiers({ tiers, qualify }: Model): ModelProblem[] {
  const problems = tiers.flatMap(({ name, from, sales }, i): ModelProblem[] => {
    const path = `/tiers/${i}`
    const above = tiers[i - 1]
    if (above && from >= above.from)
      return [
        {
          path: `${path}/from`,
          given: String(from),
          wanted: `below ${above.from}: tiers go from high to low`,
        },
      ]
    if (tiers.findIndex((tier) => tier.name === name) < i)
      return [{ path: `${path}/name`, given: name, wanted: 'a name of its own' }]
    if (above && !above.sales && sales)
      return [
        {
          path: `/tiers/${i - 1}/sales`,
          given: 'nothing',
          wanted: `true, as in "${name}" below: nobody leaves sales by scoring more`,
        },
      ]
    if (sales && from < qualify.score)
      return [
        {
          path: `${path}/from`,
          given: String(from),
          wanted: `at least ${qualify.score}, where users qualify`,
        },
      ]
    return []
  })
  const last = tiers.length - 1
  const lowest = tiers[last]?.from
  if (lowest !== 0)
    problems.push({
      path: `/tiers/${last}/from`,
      given: String(lowest),
      wanted: '0: the last tier takes everybody else',
    })
  if (!tiers.some((tier) => tier.sales))
    problems.push({
      path: '/tiers',
      given: 'no tier with sales',
      wanted: 'one with "sales": true, where leads open',
    })
  return problems
}

/** A route either has leads, which somebody must answer in time, or leaves people to the product. */
function checkLead({ lead, slaHours, handRaise }: Route, i: number): ModelProblem[] {
  const path = `/routes/${i}`
  if (lead !== false)
    return slaHours === undefined
      ? [
          {
            path: `${path}/slaHours`,
            given: 'nothing',
            wanted: 'a number above 0, or "lead": false beside it',
          },
        ]
      : []
  const problems: ModelProblem[] = []
  if (slaHours !== undefined)
    problems.push({
      path: `${path}/slaHours`,
      given: String(slaHours),
      wanted: 'nothing beside "lead": false: nobody waits for sales',
    })
  if (handRaise)
    problems.push({
      path: `${path}/handRaise`,
      given: String(handRaise),
      wanted: 'nothing beside "lead": false: asking for sales always opens a lead',
    })
  return problems
}

function checkRoutes({ routes }: Model): ModelProblem[] {
  const problems = routes.flatMap((route, i): ModelProblem[] => {
    const { id, usersAtLeast, usersBelow } = route
    const ofLead = checkLead(route, i)
    if (ofLead.length > 0) return ofLead
    if (routes.findIndex((one) => one.id === id) < i)
      return [{ path: `/routes/${i}/id`, given: id, wanted: 'an id of its own' }]
    if (usersAtLeast === undefined || usersBelow === undefined || usersAtLeast < usersBelow) return []
    return [{ path: `/routes/${i}/usersBelow`, given: String(usersBelow), wanted: `above ${usersAtLeast}` }]
  })
  const last = routes.at(-1)
  if (!last) return problems
  const bounds = (['handRaise', 'signal', 'usersAtLeast', 'usersBelow', 'when', 'lead'] as const).filter(
    (bound) => last[bound] !== undefined,
  )
  if (bounds.length > 0)
    problems.push({
      path: `/routes/${routes.length - 1}`,
      given: bounds.join(', '),
      wanted: 'no bounds: the last route takes every lead that no other fits',
    })
  return problems
}

/** One that no lead goes by would never be seen. */
function checkPlaybooks({ playbooks, routes }: Model): ModelProblem[] {
  const known = [...KINDS, ...routes.map(({ id }) => id)]
  return Object.entries(playbooks).flatMap(([name, { opener }]) => {
    const path = `/playbooks/${part(name)}`
    if (known.includes(name)) return checkPlaceholders(opener, `${path}/opener`, PLACEHOLDERS)
    const near = nearest(name, known)
    const wanted =
      near === null ? `a kind of lead or the id of a route: ${known.join(', ')}` : `perhaps "${near}"`
    return [{ path, given: name, wanted }]
  })
}

function checkHours({ businessHours: { from, to, days, timeZone } }: Model): ModelProblem[] {
  const problems: ModelProblem[] = []
  if (!(from >= 0 && from < to && to <= 24))
    problems.push({
      path: '/businessHours',
      given: `${from} to ${to}`,
      wanted: 'hours of a day, such as 9 to 17',
    })
  if (days.length === 0 || days.some((day) => day < 0 || day > 6))
    problems.push({
      path: '/businessHours/days',
      given: JSON.stringify(days),
      wanted: 'days from 0 (Sunday) to 6',
    })
  if (!isTimeZone(timeZone))
    problems.push({
      path: '/businessHours/timeZone',
      given: timeZone,
      wanted: 'a time zone, such as Europe/Berlin',
    })
  return problems
}

function isTimeZone(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone }).format(0)
    return true
  } catch {
    return false
  }
}
