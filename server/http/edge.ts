import type { Lane } from '../commands.ts'
import type { Config } from '../config.ts'
import type { Secrets } from '../secrets.ts'
import type { SignIn } from '../sign-in.ts'
import type { Trusts } from './address.ts'
import type { Intake } from './intake.ts'
import type { Metrics } from './metrics.ts'
import type { Proxies } from './proxies.ts'
import type { PublicConfigSource } from './public-config.ts'
import type { Rates } from './rates.ts'

/** What the routes work with; made once, in app.ts. */
export type Edge = {
  readonly config: Config
  readonly lane: Lane
  readonly secrets: Secrets
  readonly signIn: SignIn
  readonly intake: Intake
  readonly trusts: Trusts
  readonly proxies: Proxies
  readonly rates: Rates
  readonly metrics: Metrics
  readonly publicConfig: PublicConfigSource
  /** Folder of the build: `widget/` and `inbox/` in it. */
  readonly assets: string
  readonly now: () => number
}
