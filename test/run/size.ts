import { readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { brotliCompressSync } from 'node:zlib'

type Entry = { name: string; file: string; imports?: string[]; isEntry?: boolean }

const FOLDER = resolve(import.meta.dirname, '../../dist/widget')

/** Budgets in brotli bytes (1 KB = 1,000 bytes). What is not named here may not be shipped to a browser. */
const BUDGETS: Record<string, number> = {
  'tidemark.js': 4_500,
  moments: 4_000,
  /** What judges, loaded when a trigger fires or is near; moments.js and its parts are there already. */
  decide: 7_000,
  prompt: 12_000,
  form: 2_000,
  elements: 3_000,
  /** Only for whoever tries prompts out. */
  'test-mode': 1_000,
  /** What `debug` says of calls that are not as they should be; loaded only then. */
  advice: 1_500,
  /** The npm entry is the tracker again, for bundlers. */
  index: 4_500,
}
const BEFORE_ANY_PROMPT = 8_500

const brotli = (file: string): number => brotliCompressSync(readFileSync(resolve(FOLDER, file))).length
const manifest: Record<string, Entry> = JSON.parse(readFileSync(resolve(FOLDER, 'manifest.json'), 'utf8'))

/** A chunk with what it needs beside it; a module that several share counts with each of them. */
const closure = (key: string, seen = new Set<string>()): Set<string> => {
  const entry = manifest[key]
  if (!entry || seen.has(entry.file)) return seen
  seen.add(entry.file)
  for (const next of entry.imports ?? []) closure(next, seen)
  return seen
}

const entries = Object.entries(manifest).filter(([, entry]) => entry.isEntry)
const parts = new Map<string, Set<string>>([['tidemark.js', new Set(['tidemark.js'])]])
for (const [key, entry] of entries) parts.set(entry.name, closure(key))

/** The form is opened from a prompt, so what the prompt has loaded is there already. */
const prompt = parts.get('prompt') ?? new Set<string>()
const moments = parts.get('moments') ?? new Set<string>()
for (const name of ['decide', 'elements', 'prompt'])
  parts.set(name, new Set([...(parts.get(name) ?? [])].filter((file) => !moments.has(file))))
parts.set('form', new Set([...(parts.get('form') ?? [])].filter((file) => !prompt.has(file))))

const problems: string[] = []
const sizes = new Map<string, number>()
for (const [name, files] of parts) {
  const size = [...files].reduce((sum, file) => sum + brotli(file), 0)
  const budget = BUDGETS[name]
  sizes.set(name, size)
  console.log(
    `${name.padEnd(14)} ${String(size).padStart(6)} of ${budget ?? '?'} bytes brotli  (${[...files].join(' + ')})`,
  )
  if (budget === undefined) problems.push(`${name} has no budget in test/run/size.ts`)
  else if (size > budget)
    problems.push(`${name} is ${size} bytes, ${size - budget} over its budget of ${budget}`)
}

const first = (sizes.get('tidemark.js') ?? 0) + (sizes.get('moments') ?? 0)
console.log(
  `${'before prompts'.padEnd(14)} ${String(first).padStart(6)} of ${BEFORE_ANY_PROMPT} bytes brotli`,
)
if (first > BEFORE_ANY_PROMPT)
  problems.push(`tidemark.js and moments are ${first} bytes, over ${BEFORE_ANY_PROMPT}`)

const counted = new Set([...parts.values()].flatMap((files) => [...files]))
for (const file of readdirSync(FOLDER).filter((name) => name.endsWith('.js')))
  if (!counted.has(file)) problems.push(`${file} is shipped but counted nowhere`)

const readme = readFileSync(resolve(import.meta.dirname, '../../README.md'), 'utf8')
for (const name of ['tidemark.js', 'moments', 'decide', 'prompt', 'form', 'elements']) {
  const said = new RegExp(`\\| \`${name.replace('.js', '')}\\.js\`[^|]*\\| ([\\d,]+) \\|`).exec(readme)?.[1]
  const size = sizes.get(name) ?? 0
  if (!said || Math.abs(Number(said.replace(',', '')) - size) > 60)
    problems.push(`README says ${said ?? 'nothing'} for ${name}; it is ${size}`)
}

for (const problem of problems) console.error(`size: ${problem}`)
process.exitCode = problems.length > 0 ? 1 : 0
