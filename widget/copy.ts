import { featureName } from '../server/core/feature-name.ts'
import type { CallToAction } from '../server/wire/offer.ts'
import type { Prompt, PublicConfig } from '../server/wire/prompt.ts'
import type { Words } from '../server/wire/prompt-settings.ts'
import type { callsFor } from './calls.ts'
import { address, fill, type Values } from './fill.ts'
import type { Reply } from './host.ts'
import type { Identity } from './identity.ts'
import { labelsFor, readerLocale } from './language.ts'
import type { Moment } from './moment.ts'
import type { Action, Overlay } from './overlay.ts'
import { wordingFor } from './wording.ts'

/** What stands where the configuration has no words of its own. */
const ENGLISH = {
  askAdmin: 'Ask your admin',
  talkTo: 'Talk to {contact|us}',
  whyLimit: 'Your plan includes {max} {limit}, and {used} are in use.',
  whyGate: 'You opened a feature that your plan does not include.',
  whyPricing: 'You looked at the pricing of {product}.',
  whyOther: 'It relates to what you are doing in {product}, and comes from {product} itself.',
} as const satisfies Words

const WHY = { limit: 'whyLimit', gate: 'whyGate', pricing: 'whyPricing' } as const

/** Whom and what a prompt is drawn for. */
export type About = {
  readonly prompt: Prompt
  readonly moment: Moment
  readonly who: Identity
  readonly config: PublicConfig
  readonly reply: Reply | undefined
  readonly variant: string | undefined
  /** Their plan, and what a popover points at or the slot that is filled. */
  readonly plan: string
  readonly target: Element | null
  /** What it offers them. Given, as the plan is: decide.js, which asks too, has that already, and a browser reads it once. */
  readonly callsFor: typeof callsFor
}
/** A limit or feature as it reads in a sentence. */
type Called = (name: string) => string
/** An overlay, and the calls behind its buttons. */
export type Drawn = { readonly overlay: Overlay; readonly calls: readonly CallToAction[] }

const textOf = (value: unknown) => (typeof value === 'string' && value ? value : undefined)
/** Only what is still to come. */
const dateOf = (at = 0, now = 0) => (at > now ? new Date(at) : undefined)

const valuesOf = ({ prompt, moment, who, config, reply, plan }: About, called: Called): Values => {
  const figures = moment.kind === 'limit' ? moment : undefined
  const { used = 0, max = 0 } = figures ?? {}
  return {
    ...(figures && {
      limit: called(figures.limit),
      used,
      max,
      remaining: Math.max(0, max - used),
      // 100 * 0.29 is less than 29.
      percent: Math.floor((100 * used) / max + 1e-9),
      resets: dateOf(figures.resetsAt, figures.at),
      full: dateOf(figures.fullAt),
    }),
    feature: moment.kind === 'gate' ? called(moment.feature) : undefined,
    plan:
      [prompt.primary, prompt.secondary].map((call) => call && 'plan' in call && call.plan).find(Boolean) ||
      plan,
    user: textOf(who.traits['name']),
    account: textOf(who.groupTraits['name']),
    contact: reply?.contact?.name ?? config.contact?.name,
    product: config.brand.name ?? 'this product',
    userId: who.userId,
    accountId: who.groupId,
    promptId: prompt.id,
    returnUrl: location.href,
  }
}

const hrefOf = (call: CallToAction, values: Values): string | null | undefined => {
  if (!('url' in call) || call.url === undefined) return undefined
  if (call.kind !== 'checkout') return address(call.url, values)
  const { plan = values['plan'], quantity = 1, returnUrl } = call
  const back = returnUrl === undefined ? values['returnUrl'] : (address(returnUrl, values) ?? undefined)
  const absolute = back === undefined ? undefined : new URL(String(back), location.href).href
  return address(call.url, { ...values, plan, quantity, returnUrl: absolute })
}

/** A prompt as it is drawn for this person in this moment; null when it leads nowhere, or where nobody must follow. */
export const draw = (about: About): Drawn | null => {
  const { prompt, moment, who, config, reply, target } = about
  const { wording, words, locale } = wordingFor(prompt, about.variant, config, readerLocale(who))
  const labels = labelsFor(config, locale)
  const called: Called = (name) => labels[name] ?? featureName(name)
  const values = valuesOf(about, called)
  const say = (copy: string) => {
    const text = fill(copy, values, locale)
    // A name that begins a sentence.
    return copy.startsWith('{') ? text.charAt(0).toLocaleUpperCase(locale) + text.slice(1) : text
  }
  const word = (name: keyof typeof ENGLISH) => say(words[name] ?? ENGLISH[name])
  const actionOf = (call: CallToAction): Action | null => {
    const href = hrefOf(call, values)
    const label = say(call.label) || word(call.kind === 'ask-admin' ? 'askAdmin' : 'talkTo')
    return href === null ? null : { kind: call.kind, label, ...(href !== undefined && { href }) }
  }
  const { primary: first, secondary: second } = prompt
  const worded = {
    primary: { ...first, label: wording.primary ?? first.label },
    ...(second && { secondary: { ...second, label: wording.secondary ?? second.label } }),
  }
  const calls = about.callsFor(worded, config, who, reply)
  const [primary, secondary] = calls.map(actionOf)
  if (!primary) return null
  const name = textOf(who.traits['name'])
  const email = textOf(who.traits['email'])
  const { title = '', body = '', benefits = [], picture } = wording
  const src = picture && address(picture.src, values)
  const link = reply?.contact?.link || config.contact?.link
  const elsewhere = link && address(link, values)
  const overlay: Overlay = {
    promptId: prompt.id,
    format: prompt.format,
    target,
    title: say(title),
    body: say(body),
    benefits: benefits.map(say),
    picture: src ? { src, alt: picture.alt } : null,
    limit:
      moment.kind === 'limit'
        ? {
            name: moment.limit,
            label: called(moment.limit),
            used: moment.used,
            max: moment.max,
          }
        : null,
    why: word(moment.kind in WHY ? WHY[moment.kind as keyof typeof WHY] : 'whyOther'),
    primary,
    secondary: secondary ?? null,
    ...(elsewhere && { elsewhere: { label: word('talkTo'), href: elsewhere } }),
    brand: config.brand,
    words,
    locale,
    person: { ...(name && { name }), ...(email && { email }) },
  }
  return { overlay, calls }
}
