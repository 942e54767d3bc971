import type { Route } from '../wire/model.ts'
import type { Test } from './condition.ts'
import type { Engine } from './engine.ts'
import { look } from './look.ts'
import { countOf } from './member.ts'
import type { AccountDoc, LeadDoc, MemberDoc } from './types.ts'

/** What routes look at. */
export type Routed = {
  readonly type: LeadDoc['type']
  readonly champion: MemberDoc | null
  readonly account: AccountDoc
  readonly at: number
}

/** Where a lead goes: the first route with leads that fits; the last one catches the rest, whatever it says. */
export function routeOf(routed: Routed, engine: Engine): Route | undefined {
  const { routes } = engine.model
  return routes.find((route, i) => route.lead !== false && isFor(i, routed, engine)) ?? routes.at(-1)
}

/** The route that leaves somebody to the product, so that no lead opens through them; null = none does. */
export function inAppRouteOf(routed: Routed, engine: Engine): Route | null {
  for (let i = 0; i < engine.guarded; i++)
    if (isFor(i, routed, engine)) {
      const route = engine.model.routes[i]
      return route?.lead === false ? route : null
    }
  return null
}

function isFor(i: number, routed: Routed, engine: Engine): boolean {
  const route = engine.model.routes[i]
  return route !== undefined && fits(route, routed) && suits(engine.routes[i], routed, engine)
}

/** Whether the champion is one of those that the route is for. */
function suits(test: Test | null | undefined, { champion, account, at }: Routed, engine: Engine): boolean {
  return !test || (champion !== null && test.holds(look(champion, account, engine, at)))
}

function fits(route: Route, { type, champion, account: { sums } }: Routed): boolean {
  if (route.handRaise && type !== 'hand-raise') return false
  if (route.signal !== undefined && (!champion || countOf(champion, route.signal) === 0)) return false
  if (route.usersAtLeast !== undefined && sums.known < route.usersAtLeast) return false
  return route.usersBelow === undefined || sums.known < route.usersBelow
}

/** When sales must have touched the lead: the same business day for who asked, else after the route's hours. */
export function dueAt(type: LeadDoc['type'], route: Route | undefined, engine: Engine, at: number): number {
  if (type === 'hand-raise') return engine.calendar.endOfDay(at)
  return engine.calendar.afterHours(at, route?.slaHours ?? 24)
}
