import { basename, dirname, join } from 'node:path'
import type { Lane, LaneOptions } from './commands.ts'
import type { Config } from './config.ts'
import type { ConfigFile } from './config-file.ts'
import { openLane } from './lane.ts'
import { readSecrets, type Secrets } from './secrets.ts'

/** The build's folder, seen from the sources as well as from the build itself. */
export const ASSETS = (() => {
  const parent = dirname(import.meta.dirname)
  return basename(parent) === 'dist' ? parent : join(parent, 'dist')
})()

/** Opens the database with what the environment says, publishing TIDEMARK_CONFIG when it is new. */
export const openInstallation = async (config: Config): Promise<{ lane: Lane; secrets: Secrets }> => {
  const lane = await openLane(laneOptions(config))
  try {
    if (config.file) await publishFile(lane, config.file)
    return { lane, secrets: await readSecrets(config, lane) }
  } catch (error) {
    await lane.close()
    throw error
  }
}

const publishFile = async (lane: Lane, file: ConfigFile): Promise<void> => {
  const { applyConfigFile } = await import('./config-file.ts')
  await applyConfigFile(lane, file, Date.now())
}

/** Where leads are announced. */
export const channelsIn = ({ webhookUrl, slackUrl }: Config): LaneOptions['channels'] => [
  ...(webhookUrl ? (['webhook'] as const) : []),
  ...(slackUrl ? (['slack'] as const) : []),
]

const laneOptions = (config: Config): LaneOptions => ({
  databaseUrl: config.databaseUrl,
  publicUrl: config.publicUrl,
  keys: config.keys,
  identitySecret: config.identitySecret,
  channels: channelsIn(config),
  timeZone: config.timeZone,
  retentionDays: config.retentionDays,
})
