import type { IncomingMessage } from 'node:http'
import type { Installation } from '../wire/operations.ts'
import type { Trusts } from './address.ts'

type Proxy = Installation['proxies'][number]

/** Anybody can send such a header: so many addresses are kept, those heard of last. */
const MOST = 20

/**
 * Notices who passes on requests of others without being trusted to say for whom: a proxy that TIDEMARK_TRUST_PROXY
 * lacks, so that all visitors count as one. In memory only, because an address can be a person's.
 */
export const createProxies = (trusts: Trusts) => {
  const seen = new Map<string, { requests: number; lastAt: number }>()
  return {
    /** `address` is what the request counts for: with a trusted proxy another than the connection's. */
    note: ({ socket, headers }: IncomingMessage, address: string, now: number): void => {
      if (address !== socket.remoteAddress) return
      if (headers['x-forwarded-for'] === undefined && headers.forwarded === undefined) return
      if (trusts(address, 0)) return
      const name = address.replace(/^::ffff:/, '')
      const requests = (seen.get(name)?.requests ?? 0) + 1
      seen.delete(name)
      seen.set(name, { requests, lastAt: now })
      const [oldest] = seen.size > MOST ? seen.keys() : []
      if (oldest !== undefined) seen.delete(oldest)
    },
    /** The one heard of last first. */
    list: (): Proxy[] =>
      [...seen]
        .map(([address, { requests, lastAt }]) => ({
          address,
          requests,
          lastAt: new Date(lastAt).toISOString(),
        }))
        .reverse(),
  }
}
export type Proxies = ReturnType<typeof createProxies>
