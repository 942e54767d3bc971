import type { LeadView } from '../../wire/view.ts'
import { When } from '../parts/When.tsx'

/** Which prompts they saw in the product, so that a rep does not repeat what was just declined. */
export const Prompts = ({ prompts }: { prompts: LeadView['prompts'] }) => {
  if (prompts.length === 0) return null
  return (
    <section class="block" aria-labelledby="prompts-head">
      <h2 id="prompts-head">Prompts they saw</h2>
      <ul class="plain-list">
        {prompts.map(({ at, promptId, title, what }, index) => (
          <li key={`${at} ${index}`}>
            <span>
              <bdi title={promptId}>{title}</bdi> <span class="muted">{what}</span>
            </span>
            <span class="muted">
              <When at={at} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
