import { useEffect } from 'preact/hooks'
import { Lead } from '../lead/Lead.tsx'
import { ModelPage } from '../model/ModelPage.tsx'
import { Deliveries } from '../pages/Deliveries.tsx'
import { Review } from '../pages/Review.tsx'
import { Setup } from '../pages/Setup.tsx'
import { Empty, Failed, Skeleton } from '../parts/States.tsx'
import { PromptsPage } from '../prompts/PromptsPage.tsx'
import { Overview } from '../queue/Overview.tsx'
import { Queue } from '../queue/Queue.tsx'
import { useInbox } from '../state/inbox.ts'
import { Banner } from './Banner.tsx'
import { focusOn } from './focus.ts'
import { Help } from './Help.tsx'
import { listenForKeys } from './keyboard.ts'
import { Nav, PhoneBar } from './Nav.tsx'
import { SignIn } from './SignIn.tsx'
import { ToastList } from './ToastList.tsx'

const Screen = () => {
  const { route } = useInbox()
  const { kind } = route.value
  switch (kind) {
    case 'queue':
      return (
        <>
          <Queue />
          <Overview />
        </>
      )
    case 'lead':
      return (
        <>
          <Queue />
          <Lead />
        </>
      )
    case 'review':
      return <Review />
    case 'deliveries':
      return <Deliveries />
    case 'setup':
      return <Setup />
    case 'model':
      return <ModelPage />
    case 'prompts':
      return <PromptsPage />
    case 'unknown':
      return (
        <div class="page">
          <Empty icon="search" title="There is no such page">
            <p>
              The address may be cut off. <a href="#/">Go to the open leads</a>
            </p>
          </Empty>
        </div>
      )
    default:
      return kind satisfies never
  }
}

const SignedIn = () => {
  const inbox = useInbox()
  useEffect(() => listenForKeys(inbox), [inbox])
  return (
    <div class="shell" data-route={inbox.route.value.kind}>
      <button type="button" class="skip" onClick={() => focusOn('main')}>
        Skip to the content
      </button>
      <Nav />
      <PhoneBar />
      <main tabIndex={-1}>
        <Banner />
        <Screen />
      </main>
      <ToastList />
      <p class="hidden" aria-live="polite">
        {inbox.said.value}
      </p>
      {inbox.dialog.value === 'help' && <Help />}
    </div>
  )
}

/** The whole page, by the state of the session. */
export const App = () => {
  const state = useInbox().session.state.value
  switch (state.kind) {
    case 'checking':
      return (
        <main class="gate">
          <Skeleton rows={1} label="Signing in" />
        </main>
      )
    case 'in':
      return <SignedIn />
    case 'failed':
      return (
        <main class="gate">
          <Failed error={state.error} onRetry={state.retry} />
        </main>
      )
    case 'out':
    case 'expired':
      return <SignIn expired={state.kind === 'expired'} />
    default:
      return state satisfies never
  }
}
