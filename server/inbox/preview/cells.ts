import type { Drawing } from '../../../widget/preview/messages.ts'
import type { Format, Prompt, PublicConfig } from '../../wire/prompt.ts'

/** One picture of the gallery. */
export type Cell = { readonly id: string; readonly title: string; readonly order: Drawing }

const SCHEMES = ['light', 'dark'] as const
export const EVERY_FORMAT: readonly Format[] = ['modal', 'slide-in', 'banner', 'popover', 'slot']
const SOMEBODY = { name: 'Priya Nair', link: 'https://cal.example/priya' }

type State = Pick<Drawing, 'contact' | 'form' | 'variant'> & { readonly name: string }
const OFFER: State = { name: 'offer', contact: null, form: false, variant: null }

/** Calls that become a talk with the account's contact person, or lead to them. */
const PERSONAL: ReadonlySet<string> = new Set(['checkout', 'trial', 'book'])

/** How a prompt may stand there: its offer, each variant, its form, and for an account that sales has. */
const statesOf = ({ primary, secondary, experiment }: Prompt): State[] => {
  const kinds = [primary, ...(secondary ? [secondary] : [])].map(({ kind }) => kind)
  const variants = (experiment?.variants ?? []).map(({ id }) => ({ ...OFFER, name: id, variant: id }))
  return [
    OFFER,
    ...variants,
    ...(kinds.includes('contact') ? [{ ...OFFER, name: 'form', form: true }] : []),
    ...(kinds.some((kind) => PERSONAL.has(kind))
      ? [{ ...OFFER, name: 'contact person', contact: SOMEBODY }]
      : []),
  ]
}

const localesOf = ({ locales = {} }: Prompt, { locale = 'en' }: PublicConfig): string[] => [
  locale,
  ...Object.keys(locales),
]

/** A prompt in every state, language and scheme. */
export const cellsOf = (prompt: Prompt, config: PublicConfig): Cell[] =>
  localesOf(prompt, config).flatMap((locale) =>
    statesOf(prompt).flatMap(({ name, ...state }) =>
      SCHEMES.map((scheme) => ({
        id: [prompt.id, prompt.format, name, locale, scheme].join(' ').replaceAll(/[^\w]+/g, '-'),
        title: [name, locale, scheme].join(', '),
        order: { kind: 'draw', config, promptId: prompt.id, scheme, locale, ...state },
      })),
    ),
  )

/** The same prompt in another format. */
const inFormat = (prompt: Prompt, format: Format): Prompt => {
  const { target: _, slot: __, ...rest } = prompt
  return { ...rest, format }
}

/** One prompt in every format, whichever the team has chosen for it. */
export const formatsOf = (prompt: Prompt, config: PublicConfig): Cell[] =>
  EVERY_FORMAT.flatMap((format) => {
    const drawn = inFormat(prompt, format)
    const own = { ...config, prompts: [drawn] }
    return SCHEMES.map((scheme): Cell => {
      const { name: _, ...state } = OFFER
      const locale = config.locale ?? 'en'
      return {
        id: `format-${format}-${scheme}`,
        title: `${format}, ${scheme}`,
        order: { kind: 'draw', config: own, promptId: prompt.id, scheme, locale, ...state },
      }
    })
  })
