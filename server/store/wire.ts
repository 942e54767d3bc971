import { setTimeout as wait } from 'node:timers/promises'
import { Client } from 'pg'

const CHANNEL = 'tidemark'
/** Postgres takes 8,000 bytes in a notification. */
const MOST = 7000
const AGAIN_AFTER = 1000

/** What one server tells the others on the same database. Nothing depends on it but how soon they look. */
export type Wire = {
  /** Tells the others; what is too long or cannot be sent is dropped, because they look by themselves too. */
  tell(text: string): Promise<void>
  close(): Promise<void>
}

/** Listens on a connection of its own, which is made anew when it breaks. One's own words are heard too. */
export const openWire = async (url: string, onWord: (text: string) => void): Promise<Wire> => {
  let isClosed = false
  let client: Client | null = null

  const connect = async (): Promise<void> => {
    const made = new Client({ connectionString: url })
    made.on('error', () => undefined)
    made.on('notification', ({ payload }) => {
      if (payload) onWord(payload)
    })
    try {
      await made.connect()
      await made.query(`listen ${CHANNEL}`)
    } catch (error) {
      void made.end().catch(() => undefined)
      throw error
    }
    if (isClosed) return made.end()
    client = made
    // Only one that listened: whoever tried and failed tries again by itself, and both would be twice as many each time.
    made.once('end', () => {
      client = null
      void reconnect()
    })
  }
  const reconnect = async (): Promise<void> => {
    await wait(AGAIN_AFTER, undefined, { ref: false })
    if (!isClosed) await connect().catch(() => void reconnect())
  }
  await connect()

  return {
    tell: async (text) => {
      if (Buffer.byteLength(text) <= MOST)
        await client?.query('select pg_notify($1, $2)', [CHANNEL, text]).catch(() => undefined)
    },
    close: async () => {
      isClosed = true
      await client?.end().catch(() => undefined)
    },
  }
}
