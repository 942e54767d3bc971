import type { ComponentChildren } from 'preact'
import type { LeadView } from '../../wire/view.ts'
import { Icon, type IconName } from '../parts/Icon.tsx'

const Notice = (props: { icon: IconName; tone: 'warning' | 'plain'; children: ComponentChildren }) => (
  <p class="notice" data-tone={props.tone}>
    <Icon name={props.icon} />
    <span>{props.children}</span>
  </p>
)

/** What a rep must know before believing the rest. */
export const Notices = ({ lead }: { lead: LeadView }) => (
  <>
    {!lead.verified && (
      <Notice icon="shield" tone="warning">
        <strong>Identity not verified.</strong> Everything here came from browsers without an identity token.
        Check who they are before you share anything.
      </Notice>
    )}
    {lead.generated && (
      <Notice icon="history" tone="plain">
        <strong>Generated history.</strong> This account was made up to show how Tidemark works. Nobody is
        behind it.
      </Notice>
    )}
    {lead.historic && !lead.generated && (
      <Notice icon="history" tone="plain">
        <strong>From imported history.</strong> No clock ran, and nobody was alerted.
      </Notice>
    )}
  </>
)
