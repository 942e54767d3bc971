import type { ModelChange, ModelTrial, ModelVersion, PublishedModel } from '../wire/model-view.ts'
import { type AddCommand, CommandError, EXIT, type Terminal } from './command.ts'
import { count } from './count.ts'
import { type Installation, withInstallation } from './installation.ts'
import { readModelFile, readModelOrConfig } from './model-file.ts'
import { describeChange, describeTrial } from './model-words.ts'
import { watchSweep } from './watch-sweep.ts'

export const addModel: AddCommand = (program, terminal) => {
  const model = program.command('model').description('the scoring model: look, check, publish, roll back')
  addShow(model, terminal)
  addVersions(model, terminal)
  addCheck(model, terminal)
  addDiff(model, terminal)
  addPublish(model, terminal)
  addRollback(model, terminal)
}

const addShow: AddCommand = (model, terminal) => {
  model
    .command('show')
    .argument('[version]', 'an older one')
    .description('print the model in force, ready to be edited and published')
    .action((version?: string) =>
      withInstallation(async ({ ask }) => {
        const path = version === undefined ? '/api/model' : `/api/model/versions/${numberOf(version)}`
        const published = await ask<PublishedModel>({ method: 'GET', path })
        terminal.result(published, JSON.stringify(published.model, null, 2))
      }),
    )
}

const addVersions: AddCommand = (model, terminal) => {
  model
    .command('versions')
    .description('list every version: when, by whom and why')
    .action(() =>
      withInstallation(async ({ ask }) => {
        const versions = await ask<ModelVersion[]>({ method: 'GET', path: '/api/model/versions' })
        terminal.result(versions, versions.map(describeVersion).join('\n'))
      }),
    )
}

const describeVersion = ({ version, at, by, reason, name }: ModelVersion): string =>
  `${String(version).padStart(4)}  ${dayOf(at)}  ${name}  by ${by}${reason && `: ${reason}`}`

/** What came with the product was published at no instant. */
const dayOf = (at: string): string =>
  Date.parse(at) === 0 ? 'from the start  ' : at.slice(0, 16).replace('T', ' ')

const addCheck: AddCommand = (model, terminal) => {
  model
    .command('check')
    .argument('<file>', 'a model as JSON, or a configuration file')
    .description('list every mistake in a file; needs no installation')
    .action((file: string) => {
      const read = readModelOrConfig(file)
      const held = [
        ...(read.model ? [`"${read.model.name}" with ${count(read.model.rules.length, 'rule')}`] : []),
        ...(read.prompts ? [count(read.prompts.prompts.length, 'prompt')] : []),
      ]
      terminal.result({ ok: true }, `${file}: ${held.join(' and ')} can be published.`)
    })
}

const addDiff: AddCommand = (model, terminal) => {
  model
    .command('diff')
    .argument('<from>', 'a version')
    .argument('[to]', 'a version, or a file that is not published yet (then with what it would do)')
    .description('what differs between two versions, or between the model in force and a file')
    .action((from: string, to?: string) =>
      withInstallation(async (installation) => {
        if (to === undefined && !isNumber(from)) return showTrial(installation, from, terminal)
        const path = `/api/model/diff?from=${numberOf(from)}&to=${numberOf(to ?? '')}`
        const changes = await installation.ask<ModelChange[]>({ method: 'GET', path })
        terminal.result(changes, changes.map(describeChange).join('\n') || 'The two are the same.')
      }),
    )
}

const showTrial = async (installation: Installation, file: string, terminal: Terminal): Promise<void> => {
  const trial = await tryFile(installation, file)
  terminal.result(trial, describeTrial(trial))
}

const tryFile = ({ ask }: Installation, file: string): Promise<ModelTrial> =>
  ask({ method: 'POST', path: '/api/model/dry-run', body: JSON.stringify(readModelFile(file)) })

const addPublish: AddCommand = (model, terminal) => {
  model
    .command('publish')
    .argument('<file>', 'a model as JSON, or a configuration file with "model" in it')
    .option('--reason <why>', 'shown in the history; needed to publish')
    .option('--dry-run', 'only say what it would do')
    .description('publish a model; everybody is judged by it in the background')
    .action((file: string, { reason, dryRun }: { reason?: string; dryRun?: true }) => {
      if (dryRun) return withInstallation((installation) => showTrial(installation, file, terminal))
      if (reason === undefined)
        throw new CommandError('Publishing needs a reason: --reason <why>.', { exitCode: EXIT.misused })
      return withInstallation(async (installation) => {
        const body = JSON.stringify(readModelFile(file))
        const path = `/api/model?reason=${encodeURIComponent(reason)}`
        const published = await installation.ask<PublishedModel>({ method: 'PUT', path, body })
        await tellPublished(installation, published, terminal)
      })
    })
}

const addRollback: AddCommand = (model, terminal) => {
  model
    .command('rollback')
    .argument('<version>', 'the version to publish again')
    .requiredOption('--reason <why>', 'shown in the history')
    .description('publish an older version again')
    .action((version: string, { reason }: { reason: string }) =>
      withInstallation(async (installation) => {
        const body = JSON.stringify({ version: numberOf(version), reason })
        const path = '/api/model/rollback'
        const published = await installation.ask<PublishedModel>({ method: 'POST', path, body })
        await tellPublished(installation, published, terminal)
      }),
    )
}

const tellPublished = async (
  installation: Installation,
  published: PublishedModel,
  terminal: Terminal,
): Promise<void> => {
  const judged = await watchSweep(installation, terminal)
  terminal.result(
    { ...published, judged },
    `Version ${published.version} ("${published.model.name}") is in force; ${judged}.`,
  )
}

const isNumber = (text: string): boolean => /^[1-9]\d{0,8}$/.test(text)

const numberOf = (text: string): number => {
  if (isNumber(text)) return Number(text)
  const problems = [
    { path: 'version', given: text || 'nothing', wanted: 'a number, as `model versions` lists' },
  ]
  throw new CommandError('This is no version.', { exitCode: EXIT.misused, problems })
}
