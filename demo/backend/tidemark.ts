import { createSigner } from 'fast-jwt'
import type { Fields } from '../../server/wire/event.ts'
import { HOUR, SECOND } from '../../server/wire/limits.ts'
import type { Person } from './model.ts'
import type { Store } from './store.ts'

export type TidemarkOptions = {
  /** Where Tidemark serves, without a trailing slash. */
  readonly url: string
  readonly secretKey: string
  /** Shared with Tidemark as TIDEMARK_IDENTITY_SECRET. */
  readonly identitySecret: string
}

/** One thing that this backend knows better than a browser. The same `id` is counted once, however often it is sent. */
export type BackendEvent = {
  readonly id: string
  readonly event: string
  readonly person: Person
  readonly properties: Fields
}

export type Tidemark = ReturnType<typeof connectTidemark>

const RETRY_AFTER = 5 * SECOND

/** What a backend does for Tidemark: it vouches for people, and it reports what only it can know. */
export const connectTidemark = (
  options: TidemarkOptions,
  { store, now, fetch }: { store: Store; now: () => number; fetch: typeof globalThis.fetch },
) => {
  const authorization = `Basic ${Buffer.from(`${options.secretKey}:`).toString('base64')}`
  const sign = createSigner({
    key: options.identitySecret,
    algorithm: 'HS256',
    aud: 'tidemark',
    expiresIn: HOUR,
  })
  let retry: NodeJS.Timeout | null = null
  let isBusy = false
  let sending = Promise.resolve()
  let isClosed = false

  /** False = try again later. What Tidemark calls malformed would be so next time too: it is let go. */
  const deliver = async (body: string): Promise<boolean> => {
    try {
      const answer = await fetch(`${options.url}/v1/track`, {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/json' },
        body,
        signal: AbortSignal.timeout(10 * SECOND),
      })
      await answer.text()
      return answer.ok || answer.status === 400
    } catch {
      return false // Tidemark is away; the event stays in the table.
    }
  }

  const drain = async () => {
    isBusy = true
    for (;;) {
      const next = store.one<{ no: number; body: string }>(
        'select no, body from outgoing order by no limit 1',
      )
      const isTaken = next !== null && (await deliver(next.body))
      if (isTaken) store.run('delete from outgoing where no = ?', next.no)
      else if (next && !isClosed) retry = setTimeout(flush, RETRY_AFTER)
      if (isTaken && !isClosed) continue
      isBusy = false
      return
    }
  }
  const flush = () => {
    if (isBusy) return
    if (retry) clearTimeout(retry)
    sending = drain()
  }

  flush()
  return {
    /** The identity token for the snippet's `getToken`, good for an hour. */
    tokenFor: (person: Person): string => sign({ sub: person.id, account: person.account }),
    /** Kept until Tidemark has taken it, also across a restart. */
    send: ({ id, event, person, properties }: BackendEvent) => {
      const body = {
        messageId: id,
        userId: person.id,
        event,
        properties,
        context: { groupId: person.account },
        timestamp: new Date(now()).toISOString(),
      }
      store.run('insert into outgoing(body) values (?)', JSON.stringify(body))
      flush()
    },
    /** Resolves when nothing is under way. */
    settled: () => sending,
    close: async () => {
      isClosed = true
      if (retry) clearTimeout(retry)
      await sending
    },
  }
}
