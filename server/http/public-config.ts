import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Check, Clean } from 'typebox/value'
import type { Lane } from '../commands.ts'
import { SECOND } from '../wire/limits.ts'
import { PublicConfig } from '../wire/prompt.ts'

/** How long an answer may be older than what another server published; DESIGN section 7 promises five seconds. */
const FRESH_AFTER = 2 * SECOND

export type PublicAnswer = { readonly body: string; readonly etag: string }

/**
 * What any browser may know. Drafts go, then the schema's allow-list decides: a field that it does not name cannot
 * leave, whatever is stored.
 */
export const createPublicConfig = (options: {
  readonly lane: Pick<Lane, 'prompts'>
  readonly assets: string
  readonly now: () => number
}) => {
  const { lane, assets, now } = options
  const chunks = readChunks(assets)
  let held: { answer: Promise<PublicAnswer>; readAt: number } | null = null

  const build = async (): Promise<PublicAnswer> => {
    const { version, value } = await lane.prompts()
    const prompts = value.prompts.filter(({ draft }) => draft !== true)
    const shown = Clean(PublicConfig, structuredClone({ ...value, prompts, version, chunks }))
    if (!Check(PublicConfig, shown))
      throw new Error('The published prompts do not fit the public configuration')
    const body = JSON.stringify(shown)
    return { body, etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"` }
  }

  return {
    answer: (): Promise<PublicAnswer> => {
      if (held && now() - held.readAt < FRESH_AFTER) return held.answer
      const reading = { answer: build(), readAt: now() }
      held = reading
      reading.answer.catch(() => {
        if (held === reading) held = null
      })
      return reading.answer
    },
    /** Something was published here: the next answer is new. */
    forget: (): void => {
      held = null
    },
  }
}
export type PublicConfigSource = ReturnType<typeof createPublicConfig>

/** Names of the content-hashed chunks, from the build's manifest; without a build their plain names. */
const readChunks = (assets: string): PublicConfig['chunks'] => {
  const files = new Map<string, string>()
  try {
    const text = readFileSync(join(assets, 'widget', 'manifest.json'), 'utf8')
    const manifest = JSON.parse(text) as Record<string, { name?: string; file: string }>
    for (const { name, file } of Object.values(manifest)) if (name) files.set(name, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  const fileOf = (name: string) => files.get(name) ?? `${name}.js`
  return { moments: fileOf('moments'), prompt: fileOf('prompt'), form: fileOf('form') }
}
