import type { Tidemark } from './api.ts'
import { create } from './create.ts'
import type { LoadMoments } from './host.ts'

/** A call as the page writes it: `tidemark('gate', 'sso', callback)`. */
type Command = { (...args: unknown[]): void; q?: Queue; live?: true }
type Queue = { push(args: Iterable<unknown>): void }

/** The result goes to a last function, except where the call itself takes one. */
const run = (api: Tidemark, [name, ...args]: Iterable<unknown>) => {
  if (!Object.hasOwn(api, name as PropertyKey)) return
  const call = api[name as keyof Tidemark] as (...args: unknown[]) => unknown
  const last = args.at(-1) as (result: unknown) => void
  const hears = typeof last === 'function' && (name !== 'on' || args.length > 2)
  const result = call(...(hears ? args.slice(0, -1) : args))
  // What it throws is the page's own trouble.
  if (hears)
    Promise.resolve(result)
      .then(last)
      .catch(() => {})
}

const start = (script: HTMLScriptElement | null) => {
  const page = globalThis as { tidemark?: Command }
  const stub = page.tidemark
  if (stub?.live || !script) return
  const server = script.src.replace(/\/[^/]*$/, '')
  const moments = `${server}/%chunk:moments%`
  const load: LoadMoments = () => import(/* @vite-ignore */ moments)
  // `data-key`, `data-consent`, `data-test`, `data-debug`: the options as text.
  const api = create({ ...(script.dataset as { key: string }), server }, load)
  const command: Command = (...args) => run(api, args)
  // Copies of the stub taken before now keep pushing to the global's `q`.
  command.q = { push: (args) => run(api, args) }
  command.live = true
  page.tidemark = command
  for (const args of (stub?.q ?? []) as Iterable<unknown>[]) run(api, args)
}

start(document.currentScript as HTMLScriptElement | null)
