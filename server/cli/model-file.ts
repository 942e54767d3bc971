import { readFileSync } from 'node:fs'
import { type ConfigParts, readParts } from '../config-file.ts'
import { readModel } from '../read-model.ts'
import type { Model } from '../wire/model.ts'
import { CommandError } from './command.ts'

/** What a file holds: a model, or a whole configuration, checked as the start checks it. Lists every mistake. */
export const readModelOrConfig = (path: string): ConfigParts => {
  const given = parse(path)
  if (isConfig(given)) {
    const reading = readParts(given)
    return reading.ok ? reading : refuse(path, reading.problems)
  }
  const reading = readModel(given)
  return reading.ok ? { model: reading.model, prompts: null } : refuse(path, reading.problems)
}

/** The model in a file, which may be a configuration file with one. */
export const readModelFile = (path: string): Model => {
  const { model } = readModelOrConfig(path)
  if (model) return model
  throw new CommandError(`${path} holds no "model".`)
}

const isConfig = (given: unknown): boolean =>
  typeof given === 'object' && given !== null && ('model' in given || 'prompts' in given)

const refuse = (path: string, problems: CommandError['problems']): never => {
  const n = problems.length
  throw new CommandError(`${path} cannot be published: ${n} mistake${n === 1 ? '' : 's'}.`, { problems })
}

const parse = (path: string): unknown => {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch (cause) {
    throw new CommandError(`${path} cannot be read: ${(cause as Error).message}`, { cause })
  }
}
