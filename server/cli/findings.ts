import { type Config, readConfig } from '../config.ts'
import { readRunFile } from '../run-file.ts'
import { findChannels } from './find-channels.ts'
import { findDatabase } from './find-database.ts'
import { findDisk } from './find-disk.ts'
import { findKeys } from './find-keys.ts'
import { findTraffic } from './find-traffic.ts'

/** One thing that was looked at: good, worth knowing, or to be put right; the words say what to do. */
export type Finding = {
  readonly about: string
  readonly state: 'good' | 'note' | 'bad'
  readonly words: string
}

/** Looks at everything that an installation needs; with settings that cannot be read there is nothing else to see. */
export const lookAtEverything = async (
  env: NodeJS.ProcessEnv,
  onProgress: (words: string) => void,
): Promise<Finding[]> => {
  const result = await readConfig(env)
  if (!result.ok)
    return result.problems.map(({ setting, given, wanted }) => ({
      about: 'settings',
      state: 'bad',
      words: `${setting}\ngiven:  ${given}\nwanted: ${wanted}`,
    }))
  const { config } = result
  const findings: Finding[] = [{ about: 'settings', state: 'good', words: describeSettings(config) }]
  for (const look of [findKeys, findDatabase, findChannels, findTraffic, findDisk]) {
    onProgress(`${findings.length} looked at`)
    findings.push(...(await look(config)))
  }
  return findings
}

const describeSettings = ({ databaseUrl, publicUrl, timeZone, retentionDays, file }: Config): string =>
  [
    ...(readRunFile(databaseUrl)
      ? ['those of this terminal: the server may have been started with others']
      : []),
    `all can be used; pages and links say ${publicUrl}, times are shown in ${timeZone}`,
    retentionDays === null
      ? 'events are kept for ever'
      : `events are kept one by one for ${retentionDays} days, then as counts`,
    ...(file ? [`${file.path} can be published`] : []),
  ].join('\n')
