import type { DraftablePrompt } from '../wire/prompt.ts'
import { featureName } from './feature-name.ts'
import { triggerWords } from './prompt-trigger.ts'

type Titled = Pick<DraftablePrompt, 'title' | 'trigger'>

/**
 * What a prompt is called in front of the team: its title. A limit or feature that its trigger names stands for itself,
 * and a fallback for what it stands in for; what only a showing knows is named: "[feature] comes with a paid plan."
 */
export function promptTitle(prompt: Titled): string {
  return fillTitle(prompt, (name) => `[${name}]`)
}

/** What a prompt is called in front of sales: its title, or where only a showing knew that, "Prompt: at 80 % of any limit". */
export function promptName(prompt: Titled): string {
  let isWhole = true
  const title = fillTitle(prompt, () => {
    isWhole = false
    return ''
  })
  if (isWhole) return title
  const words = triggerWords(prompt)
  return `Prompt: ${words.charAt(0).toLowerCase()}${words.slice(1)}`
}

function fillTitle({ title, trigger }: Titled, holeOf: (name: string) => string): string {
  const named: Readonly<Record<string, string>> = {
    limit: 'limit' in trigger ? trigger.limit : '*',
    feature: 'feature' in trigger ? trigger.feature : '*',
  }
  const filled = title.replaceAll(PLACEHOLDER, (whole, name?: string, fallback = '', forms?: string) => {
    if (name === undefined) return whole.slice(1)
    // Of a plural the form that most numbers take.
    if (forms !== undefined) return /other:([^,]*)/.exec(forms)?.[1]?.trim() ?? holeOf(name)
    const known = Object.hasOwn(named, name) ? named[name] : '*'
    return known === undefined || known === '*' ? fallback || holeOf(name) : featureName(known)
  })
  // A name that begins a sentence, as where it is shown.
  return title.startsWith('{') ? filled.charAt(0).toUpperCase() + filled.slice(1) : filled
}

const PLACEHOLDER = /\{\{|\{(\w+)(?:\|([^}]*)|,([^}]*))?\}/g
