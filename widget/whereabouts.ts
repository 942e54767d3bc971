import { matches } from '../server/core/match.ts'
import type { Prompt } from '../server/wire/prompt.ts'

/** Why a prompt does not show on a route; null when it may. */
export const outsideRoute = ({ audience }: Prompt, hidden: readonly string[] = [], route: string) => {
  const isOn = (paths: readonly string[]) => paths.some((path) => matches(path, route))
  if (isOn([...hidden, ...(audience?.hideOn ?? [])])) return `hidden on ${route}`
  return audience?.only && !isOn(audience.only) ? `not on ${route}` : null
}
