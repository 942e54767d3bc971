import { benchCore } from './core.ts'
import { benchIngest } from './ingest/ingest.ts'
import { benchPrompt } from './prompt.ts'
import { benchPublish } from './publish.ts'
import { benchWidget } from './widget.ts'

const BENCHES: Record<string, (args: readonly string[]) => Promise<void>> = {
  core: benchCore,
  ingest: benchIngest,
  prompt: benchPrompt,
  publish: benchPublish,
  widget: benchWidget,
}

/** Names first, then options for them: `npm run bench -- ingest --long`. */
const given = process.argv.slice(2)
const firstOption = given.findIndex((word) => word.startsWith('--'))
const names = firstOption < 0 ? given : given.slice(0, firstOption)
const args = firstOption < 0 ? [] : given.slice(firstOption)
const unknown = names.filter((name) => !(name in BENCHES))
if (unknown.length > 0)
  throw new Error(`No bench named ${unknown.join(', ')}; there are ${Object.keys(BENCHES).join(', ')}`)

for (const name of names.length > 0 ? names : Object.keys(BENCHES)) {
  console.log(`# ${name}`)
  await BENCHES[name]?.(args)
}
