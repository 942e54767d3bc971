import type { CallToAction, Prompt, PublicConfig } from '../server/wire/prompt.ts'
import type { Identity } from './identity.ts'
import type { Moment } from './moment.ts'
import type { Action, Overlay } from './overlay.ts'

type Values = Readonly<Record<string, string | number | undefined>>

/** `{name}`, `{name|fallback}`, and `{{` for a literal brace. */
const PLACEHOLDER = /\{\{|\{(\w+)(?:\|([^}]*))?\}/g

const shown = (value: string | number | undefined) =>
  typeof value === 'number' ? value.toLocaleString(document.documentElement.lang || undefined) : value

/** Copy with its placeholders filled in; a value that is not known gives its fallback, else nothing. */
export const fill = (copy: string, values: Values): string =>
  copy.replace(PLACEHOLDER, (match, name: string | undefined, fallback = '') =>
    name ? (shown(values[name]) ?? fallback) : match.slice(1),
  )

/** An address with its placeholders percent-encoded, or null when it is no http(s) one: `javascript:` is refused. */
export const address = (url: string, values: Values): string | null => {
  const filled = url.replace(PLACEHOLDER, (match, name: string | undefined, fallback = '') =>
    name ? encodeURIComponent(values[name] ?? fallback) : match.slice(1),
  )
  try {
    return /^https?:$/.test(new URL(filled, location.href).protocol) ? filled : null
  } catch {
    return null
  }
}

const textOf = (value: unknown) => (typeof value === 'string' && value ? value : undefined)

const valuesOf = (prompt: Prompt, moment: Moment, who: Identity): Values => {
  const figures =
    moment.kind === 'limit'
      ? {
          limit: moment.limit,
          used: moment.used,
          max: moment.max,
          remaining: Math.max(0, moment.max - moment.used),
          percent: Math.floor((100 * moment.used) / moment.max),
        }
      : {}
  return {
    ...figures,
    feature: moment.kind === 'gate' ? moment.feature : undefined,
    plan: prompt.primary.kind === 'checkout' ? prompt.primary.plan : undefined,
    name: textOf(who.traits['name']),
    account: textOf(who.groupTraits['name']),
    userId: who.userId,
    accountId: who.groupId,
    promptId: prompt.id,
    returnUrl: location.href,
  }
}

const actionOf = (call: CallToAction, values: Values): Action | null => {
  const label = fill(call.label, values)
  if (!('url' in call) || call.url === undefined) return { kind: call.kind, label }
  const href = address(call.url, 'plan' in call ? { ...values, plan: call.plan } : values)
  return href === null ? null : { kind: call.kind, label, href }
}

/** A prompt as it is drawn for this person in this moment; null when its main address must not be followed. */
export const overlayOf = (
  prompt: Prompt,
  moment: Moment,
  who: Identity,
  brand: PublicConfig['brand'],
): Overlay | null => {
  const values = valuesOf(prompt, moment, who)
  const primary = actionOf(prompt.primary, values)
  if (!primary) return null
  const name = textOf(who.traits['name'])
  const email = textOf(who.traits['email'])
  return {
    promptId: prompt.id,
    format: prompt.format,
    title: fill(prompt.title, values),
    body: fill(prompt.body, values),
    benefits: (prompt.benefits ?? []).map((benefit) => fill(benefit, values)),
    limit: moment.kind === 'limit' ? { name: moment.limit, used: moment.used, max: moment.max } : null,
    trigger: prompt.trigger.kind,
    primary,
    secondary: prompt.secondary ? actionOf(prompt.secondary, values) : null,
    brand,
    person: { ...(name && { name }), ...(email && { email }) },
  }
}
