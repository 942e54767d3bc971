import { readFileSync } from 'node:fs'
import { readModel } from '../read-model.ts'
import type { Model } from '../wire/model.ts'
import { CommandError } from './command.ts'

/** The model in a file: the file is one, or a configuration file that holds one. Lists every mistake. */
export const readModelFile = (path: string): Model => {
  const given = parse(path)
  const isConfig = typeof given === 'object' && given !== null && 'model' in given
  const reading = readModel(isConfig ? given.model : given)
  if (reading.ok) return reading.model
  const problems = reading.problems.map((problem) =>
    isConfig ? { ...problem, path: `/model${problem.path}` } : problem,
  )
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
