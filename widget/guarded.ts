import type { GateAnswer, Tidemark } from './api.ts'

/** Before the configuration is here, or where there is no page. */
export const UNKNOWN: GateAnswer = { status: 'unknown' }
/** What a call answers where it cannot do its work. */
const INSTEAD: Partial<Record<keyof Tidemark, unknown>> = {
  gate: UNKNOWN,
  show: UNKNOWN,
  explain: [],
  on: () => {},
}

type Call = (...args: unknown[]) => unknown

/** The same interface, of which no call throws. On a server, where there is no page, nothing starts or happens. */
export const guarded = (api: Tidemark, start: () => void, onTrouble: (cause: unknown) => void): Tidemark => {
  const guard =
    (call: Call, instead: unknown): Call =>
    (...args) => {
      try {
        if (typeof document === 'object') return call(...args)
      } catch (cause) {
        onTrouble(cause)
      }
      return instead
    }
  guard(start, undefined)()
  const names = Object.keys(api) as (keyof Tidemark)[]
  const calls = names.map((name) => [name, guard(api[name] as Call, INSTEAD[name])])
  return Object.fromEntries(calls)
}
