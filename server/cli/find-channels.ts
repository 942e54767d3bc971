import type { Config } from '../config.ts'
import { knock } from '../deliver/post.ts'
import { SECOND } from '../wire/limits.ts'
import type { Finding } from './findings.ts'

/** Signatures of webhooks and identity tokens are refused when clocks are apart by minutes. */
const APART = 30 * SECOND

/** Whether each channel's receiver can be reached, and whether its clock agrees with ours. Delivers nothing. */
export const findChannels = async (config: Config): Promise<Finding[]> => {
  const channels = [
    ['webhook', config.webhookUrl],
    ['slack', config.slackUrl],
  ] as const
  const set = channels.flatMap(([about, url]) => (url === null ? [] : [{ about, url }]))
  if (set.length === 0)
    return [
      {
        about: 'channels',
        state: 'note',
        words: 'none: leads are seen in the inbox only (TIDEMARK_WEBHOOK_URL)',
      },
      CLOCK_UNKNOWN,
    ]
  const answers = await Promise.all(
    set.map(async ({ about, url }) => ({ about, url, answer: await knock(url, config.allowPrivateHosts) })),
  )
  const clocks = answers.flatMap(({ answer }) => (answer.ok && answer.clock !== null ? [answer.clock] : []))
  return [
    ...answers.map(({ about, url, answer }): Finding => {
      const { host } = new URL(url)
      return answer.ok
        ? { about, state: 'good', words: `${host} can be reached` }
        : { about, state: 'bad', words: `${host} cannot be reached: ${answer.error}` }
    }),
    findClock(clocks),
  ]
}

const CLOCK_UNKNOWN: Finding = {
  about: 'clock',
  state: 'note',
  words: 'nothing to compare it with: no channel tells the time',
}

const findClock = ([theirs]: readonly number[]): Finding => {
  if (theirs === undefined) return CLOCK_UNKNOWN
  const apart = Math.round(Math.abs(Date.now() - theirs) / SECOND)
  return apart * SECOND <= APART
    ? { about: 'clock', state: 'good', words: 'agrees with the receivers' }
    : {
        about: 'clock',
        state: 'bad',
        words: `${apart} s apart from a receiver's: set this machine's by NTP, or signatures are refused`,
      }
}
