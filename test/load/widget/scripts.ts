import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import { build } from 'vite'

const here = import.meta.dirname

/** A script that starts a tracker and leaves `track(name, n)` on the page, and the chunks that it may ask for. */
export type Script = {
  readonly name: string
  readonly code: string
  readonly bytes: number
  readonly chunks: Readonly<Record<string, string>>
}

const script = (name: string, code: string): Script => ({
  name,
  code,
  bytes: code ? brotliCompressSync(code).length : 0,
  chunks: {},
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

/** Ours as a build in `folder` delivers it. */
const ours = (name: string, folder: string): Script => {
  const files = readdirSync(folder).filter((file) => file.endsWith('.js'))
  const chunks = Object.fromEntries(files.map((file) => [file, readFileSync(join(folder, file), 'utf8')]))
  const code = String(chunks['tidemark.js'])
  return { ...script(name, code), code: code + OURS, chunks }
}

/** The page without a tracker, ours, an earlier build of it (from another `dist/widget`) if there is one, and the peers. */
export const readScripts = async (before: string | undefined): Promise<Script[]> => {
  const now = ours('tidemark', resolve(here, '../../../dist/widget'))
  const peers = await Promise.all(['plausible', 'snowplow', 'segment', 'posthog'].map(bundle))
  return [script('nothing', ''), now, ...(before ? [ours('before', before)] : []), ...peers]
}
