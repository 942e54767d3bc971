import type { DraftablePrompt } from '../wire/prompt.ts'
import { featureName } from './feature-name.ts'

/**
 * What a prompt is called in front of the team: its title, with an ellipsis for what is filled in later. A limit or
 * feature that its trigger names stands for itself.
 */
export function promptTitle({ title, trigger }: Pick<DraftablePrompt, 'title' | 'trigger'>): string {
  const named = {
    limit: 'limit' in trigger ? trigger.limit : '*',
    feature: 'feature' in trigger ? trigger.feature : '*',
  }
  return title
    .replaceAll(PLACEHOLDER, (whole, name?: string, fallback = '') => {
      if (name === undefined) return whole.slice(1)
      const known = name === 'limit' || name === 'feature' ? named[name] : '*'
      return known === '*' ? fallback || '…' : featureName(known)
    })
    .replaceAll(/…(?:\s*…)*\.?/g, '…')
}

const PLACEHOLDER = /\{\{|\{(\w+)(?:\|([^}]*)|,[^}]*)?\}/g
