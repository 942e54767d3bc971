import type { CallToAction, Wording } from '../wire/offer.ts'
import type { DraftablePrompt, PromptSet } from '../wire/prompt.ts'
import type { ModelProblem } from './check-model.ts'
import { checkPlaceholders } from './check-placeholders.ts'
import { nearest } from './nearest.ts'

type Problem = ModelProblem

const COPY = 'limit used max remaining percent resets full feature plan user account contact'.split(' ')
const ADDRESS = 'plan quantity userId accountId promptId returnUrl'.split(' ')

/** What a schema cannot say about prompts; every mistake at once, none when they can be published. */
export function checkPrompts(set: PromptSet): Problem[] {
  return [
    ...checkIds(set),
    ...checkExperiments(set),
    ...checkTags(set),
    ...(set.contact?.link ? checkAddress(set.contact.link, '/contact/link') : []),
    ...set.prompts.flatMap((prompt, i) => checkPrompt(prompt, `/prompts/${i}`, set)),
  ]
}

function checkPrompt(prompt: DraftablePrompt, path: string, set: PromptSet): Problem[] {
  return [
    ...checkFormat(prompt, path),
    ...checkShare(prompt, path),
    ...checkWording(prompt, path),
    ...wordings(prompt, path).flatMap(([wording, at]) => checkWording(wording, at)),
    ...checkCall(prompt.primary, `${path}/primary`, set),
    ...(prompt.secondary ? checkCall(prompt.secondary, `${path}/secondary`, set) : []),
    ...checkSegments(prompt, path, set),
    ...checkShares(prompt, path),
  ]
}

/** A popover without anything to point at, or a slot without a place, could never be drawn. */
function checkFormat({ format, target, slot }: DraftablePrompt, path: string): Problem[] {
  const problems: Problem[] = []
  const ask = (name: string, given: string | undefined, isWanted: boolean, wanted: string) => {
    if (isWanted === (given !== undefined)) return
    const refusal = isWanted ? wanted : `nothing: a ${format} has no ${name}`
    problems.push({ path: `${path}/${name}`, given: given ?? 'nothing', wanted: refusal })
  }
  ask('target', target, format === 'popover', 'the CSS selector of what the popover points at')
  ask('slot', slot, format === 'slot', 'the name of the <tidemark-slot> to fill')
  return problems
}

const MOST_SHARE = 10

/** A limit is full at 1, and a soft one may be overrun; far more is a slip, such as 80 for 80 %. */
function checkShare({ trigger }: DraftablePrompt, path: string): Problem[] {
  if (trigger.kind !== 'limit' || trigger.at <= MOST_SHARE) return []
  return [
    {
      path: `${path}/trigger/at`,
      given: String(trigger.at),
      wanted: 'a share of the limit (1 = 100 %), at most 10',
    },
  ]
}

/** All copy that takes the place of a prompt's own, with where it stands. */
function wordings({ locales = {}, experiment }: DraftablePrompt, path: string): [Wording, string][] {
  const ofLocales = (all: Record<string, Wording>, at: string): [Wording, string][] =>
    Object.entries(all).map(([tag, wording]) => [wording, `${at}/locales/${tag}`])
  const variants = (experiment?.variants ?? []).flatMap((variant, i): [Wording, string][] => {
    const at = `${path}/experiment/variants/${i}`
    const own: [Wording, string][] = variant.content ? [[variant.content, `${at}/content`]] : []
    return [...own, ...ofLocales(variant.locales ?? {}, at)]
  })
  return [...ofLocales(locales, path), ...variants]
}

type Said = Omit<Wording, 'primary' | 'secondary'>

function checkWording({ title = '', body = '', benefits = [], picture }: Said, path: string): Problem[] {
  return [
    ...checkPlaceholders(title, `${path}/title`, COPY),
    ...checkPlaceholders(body, `${path}/body`, COPY),
    ...benefits.flatMap((benefit, i) => checkPlaceholders(benefit, `${path}/benefits/${i}`, COPY)),
    ...(picture ? checkAddress(picture.src, `${path}/picture/src`) : []),
  ]
}

function checkCall(call: CallToAction, path: string, set: PromptSet): Problem[] {
  const problems = checkPlaceholders(call.label, `${path}/label`, COPY)
  if ('url' in call && call.url !== undefined) problems.push(...checkAddress(call.url, `${path}/url`))
  if (call.kind === 'checkout' && call.returnUrl)
    problems.push(...checkAddress(call.returnUrl, `${path}/returnUrl`))
  if (call.kind === 'book' && call.url === undefined && set.contact?.link === undefined)
    problems.push({
      path: `${path}/url`,
      given: 'nothing',
      wanted: 'an address here or in /contact/link, for accounts without a contact person',
    })
  return problems
}

/** Browsers refuse to follow anything else; here the person who wrote it can still mend it. */
function checkAddress(url: string, path: string): Problem[] {
  const filled = url.replaceAll(/\{\{/g, '').replaceAll(/\{\w+(\|[^}]*)?\}/g, 'x')
  const isFine =
    URL.canParse(filled, 'https://site.example') &&
    /^(https?|mailto):$/.test(new URL(filled, 'https://site.example').protocol)
  if (isFine) return checkPlaceholders(url, path, ADDRESS)
  return [{ path, given: url, wanted: 'an http(s), mailto or site-relative address' }]
}

function checkIds({ prompts }: PromptSet): Problem[] {
  return prompts.flatMap(({ id }, i) => {
    const first = prompts.findIndex((prompt) => prompt.id === id)
    if (first === i) return []
    return [{ path: `/prompts/${i}/id`, given: id, wanted: `an id of its own: prompt ${first} has this one` }]
  })
}

/** Arms that differ between the prompts of one experiment, or count different units, would measure nothing. */
function checkExperiments({ prompts }: PromptSet): Problem[] {
  return prompts.flatMap(({ experiment }, i) => {
    const first = prompts.find((prompt) => experiment && prompt.experiment?.id === experiment.id)?.experiment
    if (!experiment || !first || first === experiment) return []
    const path = `/prompts/${i}/experiment`
    const problems: Problem[] = []
    if (experiment.unit !== first.unit)
      problems.push({
        path: `${path}/unit`,
        given: experiment.unit,
        wanted: `"${first.unit}", the unit that the experiment has elsewhere`,
      })
    if (arms(experiment) !== arms(first))
      problems.push({
        path: `${path}/variants`,
        given: arms(experiment) || 'none',
        wanted: `the arms that the experiment has elsewhere: ${arms(first) || 'none'}`,
      })
    return problems
  })
}

const arms = ({ variants = [], holdout }: NonNullable<DraftablePrompt['experiment']>): string =>
  [
    ...variants.map(({ id, share }) => `${id} ${share}`),
    ...(holdout === undefined ? [] : [`holdout ${holdout}`]),
  ].join(', ')

function checkShares({ experiment }: DraftablePrompt, path: string): Problem[] {
  const variants = experiment?.variants ?? []
  const sum = variants.reduce((total, { share }) => total + share, 0)
  const problems: Problem[] = []
  if (sum > 1 + 1e-9)
    problems.push({
      path: `${path}/experiment/variants`,
      given: `shares of ${sum}`,
      wanted: 'shares of at most 1 in all',
    })
  variants.forEach(({ id }, i) => {
    if (variants.findIndex((variant) => variant.id === id) < i)
      problems.push({ path: `${path}/experiment/variants/${i}/id`, given: id, wanted: 'a name of its own' })
  })
  return problems
}

function checkSegments({ audience }: DraftablePrompt, path: string, { segments = {} }: PromptSet): Problem[] {
  const known = Object.keys(segments)
  return (audience?.lists?.segments ?? []).flatMap((name, i) => {
    if (known.includes(name)) return []
    const near = nearest(name, known)
    const wanted =
      near === null ? `a name from /segments: ${known.join(', ') || 'there are none'}` : `"${near}"?`
    return [{ path: `${path}/audience/lists/segments/${i}`, given: name, wanted }]
  })
}

/** Intl refuses a malformed tag by throwing, and that would be in a customer's page. */
function checkTags({ locale, words = {}, prompts }: PromptSet): Problem[] {
  const tags: [string, string][] = [
    ...(locale === undefined ? [] : [[locale, '/locale'] as [string, string]]),
    ...Object.keys(words).map((tag): [string, string] => [tag, `/words/${tag}`]),
    ...prompts.flatMap(({ locales = {} }, i) =>
      Object.keys(locales).map((tag): [string, string] => [tag, `/prompts/${i}/locales/${tag}`]),
    ),
  ]
  return tags.flatMap(([tag, path]) =>
    isTag(tag) ? [] : [{ path, given: tag, wanted: 'a language tag such as de or pt-BR' }],
  )
}

function isTag(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1
  } catch {
    return false
  }
}
