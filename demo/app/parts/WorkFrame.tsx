import type { ComponentChildren } from 'preact'
import { me, signOut } from '../session.ts'
import { Avatar } from './Avatar.tsx'
import { Icon, type IconName } from './Icon.tsx'
import { Logo } from './Logo.tsx'
import { Meter } from './Meter.tsx'

const LINKS: readonly { path: string; label: string; icon: IconName }[] = [
  { path: '/', label: 'Home', icon: 'home' },
  { path: '/records', label: 'Customers', icon: 'list' },
  { path: '/team', label: 'Team', icon: 'people' },
  { path: '/integrations', label: 'Integrations', icon: 'plug' },
  { path: '/settings', label: 'Settings', icon: 'settings' },
]

const PlanCard = () => {
  if (!me.value) return null
  const { account, records } = me.value
  return (
    <div class="plan-card">
      <p class="plan-name">{account.plan === 'free' ? 'Free plan' : 'Pro plan'}</p>
      <Meter used={records.used} max={records.max} noun="records" />
      {account.plan === 'free' && <a href="/pricing">See plans</a>}
    </div>
  )
}

/** Around the pages of somebody who is signed in: a side bar, on a phone a bar at the bottom. */
export const WorkFrame = ({ path, children }: { path: string; children: ComponentChildren }) => (
  <div class="work">
    <aside class="side">
      <Logo />
      <p class="workspace">{me.value?.account.name}</p>
      <nav aria-label="Main">
        {LINKS.map(({ path: to, label, icon }) => (
          <a key={to} href={to} aria-current={to === path ? 'page' : undefined}>
            <Icon name={icon} />
            {label}
          </a>
        ))}
      </nav>
      <PlanCard />
      <div class="person">
        <Avatar name={me.value?.person.name ?? ''} />
        <span class="person-name">{me.value?.person.name}</span>
        <button class="quiet" type="button" onClick={() => void signOut()}>
          Sign out
        </button>
      </div>
    </aside>
    <main>{children}</main>
  </div>
)
