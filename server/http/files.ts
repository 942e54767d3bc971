import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import type { FastifyReply, FastifyRequest } from 'fastify'

/** One file of the build, as it was at the start. */
type BuiltFile = {
  readonly type: string
  readonly etag: string
  readonly plain: Buffer
  /** Compressed by the build, the smallest first. */
  readonly encoded: readonly { readonly encoding: string; readonly body: Buffer }[]
}

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.svg': 'image/svg+xml',
}
const ENCODINGS = [
  ['br', '.br'],
  ['gzip', '.gz'],
] as const

/**
 * What is served of a folder, by path. Read once, under a megabyte in all: a build that comes while the server runs
 * would else give out its entry beside chunks of the one before.
 */
export const readBuild = (root: string): ReadonlyMap<string, BuiltFile> => {
  const names = readdirSync(root, { recursive: true, encoding: 'utf8' }).map((name) =>
    name.replaceAll('\\', '/'),
  )
  const files = names.flatMap((name): [string, BuiltFile][] => {
    const type = TYPES[extname(name)]
    if (type === undefined) return []
    const plain = readFileSync(join(root, name))
    const encoded = ENCODINGS.flatMap(([encoding, extension]) =>
      names.includes(name + extension)
        ? [{ encoding, body: readFileSync(join(root, name + extension)) }]
        : [],
    )
    // Weak: it is one for all encodings.
    const etag = `W/"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`
    return [[name, { type, etag, plain, encoded }]]
  })
  return new Map(files)
}

export const sendFile = (request: FastifyRequest, reply: FastifyReply, file: BuiltFile): FastifyReply => {
  const { 'if-none-match': known, 'accept-encoding': accepted = '' } = request.headers
  reply.headers({ etag: file.etag, vary: 'accept-encoding' })
  if (known === file.etag) return reply.code(304).send()
  const fitting = file.encoded.find(({ encoding }) => takes(accepted, encoding))
  if (fitting) reply.header('content-encoding', fitting.encoding)
  return reply.type(file.type).send(fitting?.body ?? file.plain)
}

/** "gzip, br;q=0" takes gzip only (RFC 9110 section 12.5.3). */
const takes = (accepted: string, encoding: string): boolean =>
  accepted.split(',').some((part) => {
    const [name, weight = ''] = part.split(';')
    return name?.trim() === encoding && !/^\s*q=0(\.0*)?\s*$/.test(weight)
  })
