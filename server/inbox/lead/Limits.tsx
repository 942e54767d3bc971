import type { LimitUse } from '../../wire/view.ts'
import { When } from '../parts/When.tsx'
import { plain } from '../words/names.ts'

const levelOf = (ratio: number): 'ok' | 'near' | 'full' => {
  if (ratio >= 1) return 'full'
  return ratio >= 0.8 ? 'near' : 'ok'
}

const WORDS = { ok: null, near: 'nearly full', full: 'full' } as const

const Limit = ({ use }: { use: LimitUse }) => {
  const ratio = use.max > 0 ? use.used / use.max : 0
  const level = levelOf(ratio)
  return (
    <li class="limit" data-level={level}>
      <span class="limit-name">
        <bdi>{use.limit}</bdi>
        {WORDS[level] && <span class="limit-level">{WORDS[level]}</span>}
      </span>
      <span class="figure">
        {plain(use.used)} of {plain(use.max)}
      </span>
      <svg class="limit-bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
        <rect class="limit-track" width="100" height="6" />
        <rect class="limit-fill" width={Math.min(100, ratio * 100)} height="6" />
      </svg>
      <span class="limit-at muted">
        <When at={use.at} />
        {use.trust === 'browser' && ' · not verified'}
      </span>
    </li>
  )
}

/** How full each limit of their plan is, fullest first. */
export const Limits = ({ limits }: { limits: readonly LimitUse[] }) => {
  if (limits.length === 0) return null
  const fullest = [...limits].sort((a, b) => b.used / b.max - a.used / a.max)
  return (
    <section class="block" aria-labelledby="limits-head">
      <h2 id="limits-head">Usage against limits</h2>
      <ul class="limits">
        {fullest.map((use) => (
          <Limit use={use} key={use.limit} />
        ))}
      </ul>
    </section>
  )
}
