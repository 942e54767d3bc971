import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import { build } from 'vite'

const here = import.meta.dirname

/** A script that starts a tracker and leaves `track(name, n)` on the page. */
export type Script = { readonly name: string; readonly code: string; readonly bytes: number }

const script = (name: string, code: string): Script => ({
  name,
  code,
  bytes: code ? brotliCompressSync(code).length : 0,
})

const OURS = '\nglobalThis.track = (name, n) => tidemark("track", name, { source: "bench", position: n })\n'

/** A peer as its npm package is bundled by a customer. */
const bundle = async (name: string): Promise<Script> => {
  const output = await build({
    configFile: false,
    publicDir: false,
    logLevel: 'silent',
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      write: false,
      lib: { entry: resolve(here, `peers/${name}.ts`), formats: ['iife'], name: 'peer' },
    },
  })
  const [first] = [output].flat()
  if (!first || !('output' in first)) throw new Error(`${name} was not built`)
  return script(name, first.output[0].code)
}

/** The page without a tracker, ours as it is delivered, and the peers. */
export const readScripts = async (): Promise<Script[]> => {
  const ours = readFileSync(resolve(here, '../../../dist/widget/tidemark.js'), 'utf8')
  const tidemark = { ...script('tidemark', ours), code: ours + OURS }
  const peers = await Promise.all(['plausible', 'snowplow', 'segment', 'posthog'].map(bundle))
  return [script('nothing', ''), tidemark, ...peers]
}
