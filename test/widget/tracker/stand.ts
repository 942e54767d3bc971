import { vi } from 'vitest'
import type { WireEvent } from '../../../server/wire/event.ts'
import type { Options, Tidemark } from '../../../widget/api.ts'
import { create } from '../../../widget/create.ts'
import type { Host, Moments } from '../../../widget/host.ts'
import { methodsOf } from '../../../widget/methods.ts'
import type { Body } from '../../../widget/post.ts'

/** A request for events as the server reads it. */
export type Posted = {
  readonly batch: readonly WireEvent[]
  readonly sentAt: number
  readonly writeKey: string
  readonly context: { readonly tidemark: { readonly token?: string; readonly dropped?: number } }
}

const SERVER = 'https://tidemark.example'
const CONFIG = { version: 1, prompts: [], thresholds: [] }

const unpack = async (body: Body): Promise<Posted> => {
  const bytes = new Blob([body])
  const isPacked = new Uint8Array(body)[0] === 0x1f
  const stream = isPacked ? bytes.stream().pipeThrough(new DecompressionStream('gzip')) : bytes.stream()
  return new Response(stream).json()
}

/** A tracker on a device of its own, and the server that it talks to: what came, and what to answer. */
export const stand = () => {
  const posted: Posted[] = []
  const calls: unknown[][] = []
  const hosts: Host[] = []
  const key = `pk_${crypto.randomUUID()}`
  /** Answers with a status; 200 also counts the request as arrived. */
  const server: {
    answer: (request: Posted) => ResponseInit
    reply: string
    asked: number
    wait: Promise<void>
  } = {
    answer: () => ({ status: 200 }),
    reply: '{"success":true}',
    /** Requests for events so far, and what the answer to them waits for. */
    asked: 0,
    wait: Promise.resolve(),
  }
  vi.stubGlobal('fetch', async (url: string, init: { body: Body }) => {
    if (!url.startsWith(`${SERVER}/v1/b`)) return Response.json(CONFIG)
    const request = await unpack(init.body).catch(() => null)
    if (!request) return new Response('{}', { status: 400 })
    server.asked++
    await server.wait
    const answer = server.answer(request)
    const response = new Response(answer.status === 200 ? server.reply : '{}', answer)
    if (response.ok) posted.push(request)
    return response
  })
  // Deciding has tests of its own; here it only has to be called.
  const noted = new Proxy({} as Moments, {
    get: (_, name) =>
      name === 'then' ? undefined : (...args: unknown[]) => void calls.push([String(name), ...args]),
  })
  const createMoments = async (host: Host) => {
    hosts.push(host)
    return noted
  }
  const start = (options: Partial<Options> = {}): Tidemark =>
    methodsOf(create({ key, server: SERVER, ...options }, async () => ({ createMoments })))

  const events = () => posted.flatMap(({ batch }) => batch)
  return {
    key,
    server,
    posted,
    calls,
    /** What each page's moments.js was given. */
    hosts,
    events,
    start,
    /** The event of that name once it has arrived. */
    arrives: (name: string) =>
      vi.waitUntil(() => events().find(({ event, type }) => (event ?? type) === name), { timeout: 4000 }),
    /** What localStorage holds of this tracker. */
    stored: () => Object.keys(localStorage).filter((name) => name.includes(key)),
    /** What IndexedDB holds of it; null where there is no database. Looking does not make one. */
    kept: async () => {
      const request = indexedDB.open(`tidemark.${key}`)
      const database = await new Promise<IDBDatabase | null>((resolve) => {
        request.addEventListener('upgradeneeded', () => request.transaction?.abort())
        request.addEventListener('success', () => resolve(request.result))
        request.addEventListener('error', () => resolve(null))
      })
      if (!database) return null
      return new Promise<unknown[]>((resolve) => {
        const all = database.transaction('batches').objectStore('batches').getAll()
        all.addEventListener('success', () => resolve(all.result))
      }).finally(() => database.close())
    },
    end() {
      vi.unstubAllGlobals()
      for (const name of Object.keys(localStorage)) if (name.includes(key)) localStorage.removeItem(name)
    },
  }
}
