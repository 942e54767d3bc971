import { useSignal } from '@preact/signals'
import { useMemo } from 'preact/hooks'
import type { Drawing } from '../../../widget/preview/messages.ts'
import { promptTitle } from '../../core/prompt-title.ts'
import type { DraftablePrompt } from '../../wire/prompt.ts'
import { JsonText } from '../publishing/JsonText.tsx'
import { under } from '../publishing/pointer.ts'
import { useInbox } from '../state/inbox.ts'
import { Preview, schemeNow } from './Preview.tsx'
import { PromptForm } from './PromptForm.tsx'
import { PromptReview } from './PromptReview.tsx'

type Props = { readonly prompt: DraftablePrompt; readonly index: number }

/** How it looks now, as the last state without mistakes. */
const Look = ({ prompt }: { prompt: DraftablePrompt }) => {
  const { preview, mistakes } = useInbox().prompts
  const scheme = useSignal<'light' | 'dark'>(schemeNow())
  const locale = useSignal('en')
  const variant = useSignal('')
  const withContact = useSignal(false)
  const config = preview.value
  const order = useMemo<Drawing | null>(
    () =>
      config && {
        kind: 'draw',
        config,
        promptId: prompt.id,
        scheme: scheme.value,
        locale: locale.value,
        variant: variant.value || null,
        contact: withContact.value ? { name: 'Priya Nair', link: 'https://cal.example/priya' } : null,
        form: false,
      },
    [config, prompt.id, scheme.value, locale.value, variant.value, withContact.value],
  )
  const locales = ['en', ...Object.keys(prompt.locales ?? {})]
  const variants = prompt.experiment?.variants ?? []
  return (
    <aside class="prompt-look" aria-label="How it looks">
      <div class="prompt-look-bar">
        <label>
          Scheme{' '}
          <select
            value={scheme.value}
            onChange={({ currentTarget }) =>
              (scheme.value = currentTarget.value === 'dark' ? 'dark' : 'light')
            }
          >
            <option value="light">Light</option>
            <option value="dark">Dark</option>
          </select>
        </label>
        {locales.length > 1 && (
          <label>
            Language{' '}
            <select
              value={locale.value}
              onChange={({ currentTarget }) => (locale.value = currentTarget.value)}
            >
              {locales.map((tag) => (
                <option key={tag}>{tag}</option>
              ))}
            </select>
          </label>
        )}
        {variants.length > 0 && (
          <label>
            Variant{' '}
            <select
              value={variant.value}
              onChange={({ currentTarget }) => (variant.value = currentTarget.value)}
            >
              <option value="">control</option>
              {variants.map(({ id }) => (
                <option key={id}>{id}</option>
              ))}
            </select>
          </label>
        )}
        <label class="check">
          <input
            type="checkbox"
            checked={withContact.value}
            onChange={({ currentTarget }) => (withContact.value = currentTarget.checked)}
          />
          Sales has the account
        </label>
      </div>
      <Preview order={order} title={`Preview of ${promptTitle(prompt)}`} />
      {mistakes.value.length > 0 && <p class="muted">It shows the last state without mistakes.</p>}
    </aside>
  )
}

/** One prompt: its fields beside how it looks and what is not published yet. */
export const Edit = ({ prompt, index }: Props) => {
  const { prompts } = useInbox()
  const at = under('/prompts', index)
  return (
    <div class="prompt-edit">
      <div class="prompt-fields">
        <h2>
          <bdi>{promptTitle(prompt)}</bdi>
        </h2>
        <PromptForm prompt={prompt} at={at} />
        <JsonText
          value={prompt}
          isWrong={prompts.mistakes.value.some(({ path }) => path.startsWith(`${at}/`))}
          onValue={(value) => prompts.set(at, value)}
          summary="Everything as JSON: languages, experiment, signals"
          label="The prompt as JSON"
        />
        <button type="button" class="button small" onClick={() => prompts.remove(index)}>
          Remove this prompt
        </button>
      </div>
      <div class="prompt-side">
        <Look prompt={prompt} />
        <PromptReview />
      </div>
    </div>
  )
}
