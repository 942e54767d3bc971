import { useState } from 'preact/hooks'
import { Icon } from '../parts/Icon.tsx'
import { Meter } from '../parts/Meter.tsx'
import { me } from '../session.ts'
import { tidemark } from '../tidemark.ts'

const SingleSignOn = ({ isIncluded }: { isIncluded: boolean }) => {
  const [isOpen, setOpen] = useState(false)
  const press = () => (isIncluded ? setOpen(!isOpen) : tidemark('gate', 'sso'))
  return (
    <section class="card">
      <div class="setting">
        <div>
          <h2>Single sign-on {!isIncluded && <span class="tag pro">Pro</span>}</h2>
          <p class="muted">Let your team sign in with Okta, Entra ID or any SAML provider.</p>
        </div>
        <button class="button" type="button" onClick={press} aria-expanded={isIncluded ? isOpen : undefined}>
          {!isIncluded && <Icon name="lock" />} Set up SSO
        </button>
      </div>
      {isOpen && (
        <dl class="facts">
          <dt>Assertion consumer URL</dt>
          <dd>https://regulars.example/saml/{me.value?.account.id}</dd>
          <dt>Entity ID</dt>
          <dd>urn:regulars:{me.value?.account.id}</dd>
        </dl>
      )}
    </section>
  )
}

/** The workspace, its plan and its security. */
export const Settings = () => {
  if (!me.value) return null
  const { person, account, records } = me.value
  const isPro = account.plan === 'pro'
  return (
    <div class="page narrow">
      <h1>Settings</h1>
      <section class="card">
        <h2>Workspace</h2>
        <dl class="facts">
          <dt>Company</dt>
          <dd>{account.name}</dd>
          <dt>Your name</dt>
          <dd>{person.name}</dd>
          <dt>Your e-mail</dt>
          <dd>{person.email}</dd>
          <dt>Your role</dt>
          <dd>{person.role}</dd>
        </dl>
      </section>
      <section class="card">
        <div class="setting">
          <div>
            <h2>{isPro ? 'Pro plan' : 'Free plan'}</h2>
            <Meter used={records.used} max={records.max} noun="records" />
          </div>
          <a class="button" href="/pricing">
            {isPro ? 'See plans' : 'Compare plans'}
          </a>
        </div>
      </section>
      <SingleSignOn isIncluded={isPro} />
    </div>
  )
}
