import type { Consent } from './api.ts'
import { create } from './create.ts'
import type { LoadMoments } from './host.ts'

/** A call as the page writes it: `tidemark('gate', 'sso', callback)`. */
type Command = { (...args: unknown[]): void; q?: Queue; live?: true }
type Queue = { push(args: unknown): void }

const start = (script: HTMLScriptElement | null) => {
  const page = globalThis as { tidemark?: Command }
  const stub = page.tidemark
  if (stub?.live || !script) return
  const server = script.src.slice(0, script.src.lastIndexOf('/'))
  const moments = `${server}/%chunk:moments%`
  const load: LoadMoments = () => import(/* @vite-ignore */ moments)
  const { key = '', consent, debug, keepQuery, test } = script.dataset
  const options = {
    key,
    server,
    consent: consent as Consent | undefined,
    keepQuery: keepQuery?.split(/[\s,]+/),
    // Only what says so plainly: both change what a page does.
    debug: debug === 'true',
    test: test && /^true$|^\d/.test(test) && test,
  }
  const run = create(options, load)
  /** The result goes to a last function, except where the call itself takes one. */
  const command: Command = (name, ...args) => {
    const last = args.at(-1) as (result: unknown) => void
    const hears = typeof last === 'function' && (name !== 'on' || !!args[2])
    const result = run(name as string, hears ? args.slice(0, -1) : args)
    // What it throws is the page's own trouble.
    if (hears)
      Promise.resolve(result)
        .then(last)
        .catch(() => {})
  }
  const push = (args: unknown) => command(...Array.from<unknown>(Object(args)))
  // Copies of the stub taken before now keep pushing to the global's `q`.
  command.q = { push }
  command.live = true
  page.tidemark = command
  Array.from<unknown>(Object(stub?.q)).forEach(push)
}

start(document.currentScript as HTMLScriptElement | null)
