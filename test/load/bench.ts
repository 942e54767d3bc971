import { benchIngest } from './ingest.ts'
import { benchPrompt } from './prompt.ts'
import { benchWidget } from './widget.ts'

const BENCHES: Record<string, () => Promise<void>> = {
  ingest: benchIngest,
  prompt: benchPrompt,
  widget: benchWidget,
}

const names = process.argv.slice(2)
const unknown = names.filter((name) => !(name in BENCHES))
if (unknown.length > 0)
  throw new Error(`No bench named ${unknown.join(', ')}; there are ${Object.keys(BENCHES).join(', ')}`)

for (const name of names.length > 0 ? names : Object.keys(BENCHES)) {
  console.log(`# ${name}`)
  await BENCHES[name]?.()
}
