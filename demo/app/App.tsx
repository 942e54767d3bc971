import { useEffect, useState } from 'preact/hooks'
import { wordsFor } from './api.ts'
import { Checkout } from './pages/Checkout.tsx'
import { Home } from './pages/Home.tsx'
import { Integrations } from './pages/Integrations.tsx'
import { Join } from './pages/Join.tsx'
import { Landing } from './pages/Landing.tsx'
import { Pricing } from './pages/Pricing.tsx'
import { Records } from './pages/Records.tsx'
import { Settings } from './pages/Settings.tsx'
import { Team } from './pages/Team.tsx'
import { PublicFrame } from './parts/PublicFrame.tsx'
import { WorkFrame } from './parts/WorkFrame.tsx'
import { go, place, stayInside } from './router.ts'
import { me, restore } from './session.ts'

const PAGES = {
  '/': { title: 'Home', Page: Home },
  '/records': { title: 'Customers', Page: Records },
  '/team': { title: 'Team', Page: Team },
  '/integrations': { title: 'Integrations', Page: Integrations },
  '/settings': { title: 'Settings', Page: Settings },
  '/pricing': { title: 'Plans', Page: Pricing },
  '/checkout': { title: 'Checkout', Page: Checkout },
} as const

const isPage = (path: string): path is keyof typeof PAGES => Object.hasOwn(PAGES, path)

const Lost = () => (
  <section class="page narrow">
    <h1>There is no such page</h1>
    <p class="muted">The link may be old.</p>
    <a class="button" href="/">
      Back to home
    </a>
  </section>
)

const Inside = ({ path }: { path: string }) => {
  const Page = isPage(path) ? PAGES[path].Page : Lost
  return (
    <WorkFrame path={path}>
      <Page />
    </WorkFrame>
  )
}

const Outside = ({ path }: { path: string }) => {
  const token = /^\/join\/([\w-]+)$/.exec(path)?.[1]
  if (token) return <PublicFrame>{<Join token={token} />}</PublicFrame>
  return <PublicFrame>{path === '/pricing' ? <Pricing /> : <Landing />}</PublicFrame>
}

const useTitle = (path: string) =>
  useEffect(() => {
    const title = isPage(path) && me.value ? PAGES[path].title : null
    document.title = title ? `${title} · Regulars` : 'Regulars'
  })

/** The whole product: who is here decides the frame, the path decides the page. */
export const App = () => {
  const path = place.value.pathname
  const [trouble, setTrouble] = useState<string | null>(null)
  const load = () => {
    setTrouble(null)
    restore().catch((error: unknown) => setTrouble(wordsFor(error)))
  }
  useEffect(load, [])
  useEffect(() => {
    document.addEventListener('click', stayInside)
    return () => document.removeEventListener('click', stayInside)
  }, [])
  useTitle(path)
  // Somebody who is in has no use for an invitation.
  useEffect(() => {
    if (me.value && path.startsWith('/join/')) go('/team')
  })

  if (trouble)
    return (
      <section class="page narrow" role="alert">
        <h1>Regulars did not load</h1>
        <p class="muted">{trouble}</p>
        <button class="button" type="button" onClick={load}>
          Try again
        </button>
      </section>
    )
  if (me.value === undefined) return null
  return me.value ? <Inside path={path} /> : <Outside path={path} />
}
