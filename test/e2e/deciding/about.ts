import type { Prompt } from '../../../server/wire/prompt.ts'

/** A prompt that says nothing but which one it is. */
export const about = (id: string, format: Prompt['format'], trigger: Prompt['trigger']): Prompt => ({
  id,
  format,
  trigger,
  title: `About ${id}`,
  body: '',
  primary: { kind: 'contact', label: 'Talk to us' },
})
