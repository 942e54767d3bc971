import { Icon, type IconName, Logo } from '../parts/Icon.tsx'
import { Modal } from '../parts/Modal.tsx'
import { useInbox } from '../state/inbox.ts'
import { isInView, VIEWS, type View } from '../state/queue.ts'
import { viewHref } from '../state/route.ts'
import { initialsOf, nameOf } from '../words/names.ts'

const ICONS: Readonly<Record<View, IconName>> = {
  open: 'inbox',
  mine: 'user',
  unclaimed: 'circle',
  snoozed: 'clock',
  closed: 'archive',
  history: 'history',
}

const ViewLink = ({ view }: { view: View }) => {
  const inbox = useInbox()
  const { kind } = inbox.route.value
  const isHere = inbox.view.value === view && (kind === 'queue' || kind === 'lead')
  const open = VIEWS[view].source === 'open' ? inbox.leads.shown('open') : null
  const n = open?.filter((lead) => isInView(lead, view, inbox.me.value)).length
  return (
    <a
      class="nav-link"
      href={viewHref(view)}
      aria-current={isHere ? 'page' : undefined}
      title={VIEWS[view].label}
      onClick={() => (inbox.dialog.value = null)}
    >
      <Icon name={ICONS[view]} />
      <span class="nav-label">{VIEWS[view].label}</span>
      {n ? <span class="nav-count">{n}</span> : null}
    </a>
  )
}

const PageLink = (props: {
  kind: 'review' | 'deliveries' | 'setup' | 'model' | 'prompts'
  label: string
  icon: IconName
  count?: number | undefined
}) => {
  const { route, dialog } = useInbox()
  const isHere = route.value.kind === props.kind
  return (
    <a
      class="nav-link"
      href={`#/${props.kind}`}
      aria-current={isHere ? 'page' : undefined}
      title={props.label}
      onClick={() => (dialog.value = null)}
    >
      <Icon name={props.icon} />
      <span class="nav-label">{props.label}</span>
      {props.count ? <span class="nav-count">{props.count}</span> : null}
    </a>
  )
}

const ReviewLink = () => (
  <PageLink kind="review" label="To review" icon="shield" count={useInbox().held.value.value?.length} />
)

const Links = () => (
  <>
    <h2 class="nav-head">Leads</h2>
    {(Object.keys(VIEWS) as View[]).map((view) => (
      <ViewLink view={view} key={view} />
    ))}
    <ReviewLink />
    <h2 class="nav-head">System</h2>
    <PageLink kind="prompts" label="Prompts" icon="message" />
    <PageLink kind="model" label="Scoring model" icon="sliders" />
    <PageLink kind="deliveries" label="Deliveries" icon="send" />
    <PageLink kind="setup" label="Is it working?" icon="pulse" />
  </>
)

const Me = () => {
  const { me, session, dialog } = useInbox()
  const name = nameOf(me.value)
  return (
    <div class="nav-foot">
      <button
        type="button"
        class="nav-link"
        title="Keyboard shortcuts"
        onClick={() => (dialog.value = 'help')}
      >
        <Icon name="keyboard" />
        <span class="nav-label">Shortcuts</span>
        <kbd>?</kbd>
      </button>
      <div class="nav-me">
        <span class="avatar" aria-hidden="true">
          {initialsOf(name)}
        </span>
        <span class="nav-label" title={me.value}>
          {name}
        </span>
        <button
          type="button"
          class="button icon-only"
          title="Sign out"
          onClick={() => void session.signOut()}
        >
          <Icon name="out" />
          <span class="hidden">Sign out</span>
        </button>
      </div>
    </div>
  )
}

export const Nav = () => (
  <nav class="nav" aria-label="Main">
    <a class="nav-brand" href="#/">
      <Logo />
      <span class="nav-label">Tidemark</span>
    </a>
    <Links />
    <Me />
  </nav>
)

/** On a phone the navigation waits behind a button; the same links in a dialog. */
export const PhoneBar = () => {
  const { dialog, route, view } = useInbox()
  const { kind } = route.value
  const title = {
    review: 'To review',
    deliveries: 'Deliveries',
    setup: 'Is it working?',
    model: 'Scoring model',
    prompts: 'Prompts',
  } as const
  const close = () => {
    if (dialog.value === 'menu') dialog.value = null
  }
  return (
    <header class="phone-bar">
      <button type="button" class="button icon-only" onClick={() => (dialog.value = 'menu')}>
        <Icon name="menu" />
        <span class="hidden">Menu</span>
      </button>
      <span class="phone-title">
        {kind in title ? title[kind as keyof typeof title] : VIEWS[view.value].label}
      </span>
      {dialog.value === 'menu' && (
        <Modal title="Tidemark" class="drawer" onClose={close}>
          <nav aria-label="Main">
            <Links />
            <Me />
          </nav>
        </Modal>
      )}
    </header>
  )
}
