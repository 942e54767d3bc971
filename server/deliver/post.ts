import { lookup } from 'node:dns'
import { type IncomingMessage, type RequestOptions, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { SECOND } from '../wire/limits.ts'
import { isPrivateAddress } from './private-address.ts'

export type Outgoing = {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}
/** `retryAfter` (ms) is what the receiver asked for. `error` is for the deliveries page. */
export type PostResult =
  | { readonly ok: true }
  | { readonly ok: false; readonly error: string; readonly retryAfter: number | null }
export type Post = (outgoing: Outgoing) => Promise<PostResult>

const TIMEOUT_AFTER = 15 * SECOND

/**
 * Posts to a receiver that somebody configured. Redirects are not followed. Unless allowed, private and local addresses
 * are refused: the check sits in the name lookup that the connection itself uses, so a name that resolves differently
 * a moment later gains nothing. Never rejects.
 */
export const createPost =
  (options: { readonly allowPrivateHosts: boolean; readonly timeoutAfter?: number }): Post =>
  async (outgoing) => {
    try {
      const response = await send(outgoing, {
        allowPrivateHosts: options.allowPrivateHosts,
        signal: AbortSignal.timeout(options.timeoutAfter ?? TIMEOUT_AFTER),
      })
      response.destroy()
      return judge(response)
    } catch (error) {
      return { ok: false, error: explainFailure(error), retryAfter: null }
    }
  }

/** What a receiver says to a request without a body; its clock, if it tells the time. */
export type Knock =
  | { readonly ok: true; readonly status: number; readonly clock: number | null }
  | { readonly ok: false; readonly error: string }

const KNOCK_AFTER = 5 * SECOND

/** Whether a receiver can be reached, asked by HEAD: nothing is delivered. Never rejects. */
export const knock = async (url: string, allowPrivateHosts: boolean): Promise<Knock> => {
  try {
    const outgoing = { method: 'HEAD', url, headers: {}, body: '' } as const
    const response = await send(outgoing, { allowPrivateHosts, signal: AbortSignal.timeout(KNOCK_AFTER) })
    response.destroy()
    const clock = Date.parse(response.headers.date ?? '')
    return { ok: true, status: response.statusCode ?? 0, clock: Number.isNaN(clock) ? null : clock }
  } catch (error) {
    return { ok: false, error: explainFailure(error) }
  }
}

const send = (
  { url, headers, body, method = 'POST' }: Outgoing & { readonly method?: 'POST' | 'HEAD' },
  { allowPrivateHosts, signal }: { allowPrivateHosts: boolean; signal: AbortSignal },
): Promise<IncomingMessage> => {
  const target = new URL(url)
  const host = target.hostname.replace(/^\[|\]$/g, '')
  if (!allowPrivateHosts && isIP(host) > 0 && isPrivateAddress(host)) throw refusal(host, host)
  const options: RequestOptions = {
    method,
    headers: method === 'HEAD' ? headers : { ...headers, 'content-length': Buffer.byteLength(body) },
    signal,
    agent: false,
    ...(!allowPrivateHosts && { lookup: lookUpPublic }),
  }
  return new Promise((done, fail) => {
    const request = (target.protocol === 'https:' ? requestHttps : requestHttp)(target, options)
    request.on('response', done).on('error', fail).end(body)
  })
}

const lookUpPublic: LookupFunction = (host, options, done) => {
  lookup(host, { ...options, all: true }, (error, addresses) => {
    const [first] = addresses ?? []
    const hidden = addresses?.find(({ address }) => isPrivateAddress(address))
    if (error) done(error, '')
    else if (hidden || !first) done(refusal(host, hidden?.address ?? 'no address'), '')
    else if (options.all) done(null, addresses)
    else done(null, first.address, first.family)
  })
}

const refusal = (host: string, address: string) =>
  new Error(
    `${host} is a private or local address${host === address ? '' : ` (${address})`}; TIDEMARK_ALLOW_PRIVATE_HOSTS=1 permits those`,
  )

const judge = (response: IncomingMessage): PostResult => {
  const status = response.statusCode ?? 0
  if (status >= 200 && status < 300) return { ok: true }
  const note = status >= 300 && status < 400 ? '; redirects are not followed' : ''
  return { ok: false, error: `answered ${status}${note}`, retryAfter: readRetryAfter(response) }
}

/** Seconds or an HTTP date (RFC 9110 section 10.2.3), as a span. */
const readRetryAfter = (response: IncomingMessage): number | null => {
  const value = response.headers['retry-after']
  if (!value) return null
  if (/^\d+$/.test(value)) return Number(value) * SECOND
  const date = Date.parse(value)
  return Number.isNaN(date) ? null : Math.max(0, date - Date.now())
}

const explainFailure = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error)
  if (error.name === 'TimeoutError' || error.name === 'AbortError') return 'no answer in time'
  return error.message || ('code' in error ? String(error.code) : error.name)
}
