import type { LeadView } from '../../wire/view.ts'
import { Copy } from '../parts/Copy.tsx'
import { Email } from '../parts/Email.tsx'

/** An opening line that quotes their real usage; the system drafts, a person sends. */
export const TalkTrack = ({ lead: { playbook, replyTo } }: { lead: LeadView }) => {
  if (!playbook.opener && playbook.steps.length === 0) return null
  return (
    <section class="block" aria-labelledby="talk-head">
      <div class="block-head">
        <h2 id="talk-head">Talk track</h2>
        <span class="talk-ways">
          {replyTo && <Email address={replyTo} body={playbook.opener} />}
          <Copy text={playbook.opener} label="Copy opening line" />
        </span>
      </div>
      <div class="talk">
        <p class="opener">
          <bdi>{playbook.opener}</bdi>
        </p>
        <ol>
          {playbook.steps.map((step) => (
            <li key={step}>
              <bdi>{step}</bdi>
            </li>
          ))}
        </ol>
      </div>
    </section>
  )
}
