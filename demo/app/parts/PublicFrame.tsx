import type { ComponentChildren } from 'preact'
import { Logo } from './Logo.tsx'

/** Around the pages for people who are not signed in. */
export const PublicFrame = ({ children }: { children: ComponentChildren }) => (
  <div class="public">
    <header class="masthead">
      <Logo />
      <nav aria-label="Site">
        <a href="/pricing">Pricing</a>
        <a href="/?sign-in">Sign in</a>
      </nav>
    </header>
    <main>{children}</main>
    <footer class="colophon">
      Regulars is a demo. Its customers are made up, and no card is ever charged.
    </footer>
  </div>
)
