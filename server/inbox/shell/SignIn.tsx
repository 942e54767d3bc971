import { Copy } from '../parts/Copy.tsx'
import { Logo } from '../parts/Icon.tsx'

const COMMAND = 'npx tidemark sign-in you@company.com'

/** For whoever has no session: there is no password; a link comes from the server's own command line. */
export const SignIn = ({ expired }: { expired: boolean }) => (
  <main class="gate">
    <div class="gate-card">
      <Logo />
      <h1>{expired ? 'This sign-in link no longer works' : 'Sign in to Tidemark'}</h1>
      <p>
        {expired
          ? 'A link works once, for ten minutes. Make a new one on the machine that runs the server, and open it here:'
          : 'There is no password. Make a sign-in link on the machine that runs the server, and open it here:'}
      </p>
      <div class="command">
        <code>{COMMAND}</code>
        <Copy text={COMMAND} label="Copy" />
      </div>
      <p class="muted">Put your own address in. Leads that you claim carry your name.</p>
    </div>
  </main>
)
