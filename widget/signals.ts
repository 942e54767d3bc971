import type { PublicConfig } from '../server/wire/prompt.ts'
import type { GateAnswer, LimitReading } from './api.ts'
import { followAttributes } from './attributes.ts'
import { createGates } from './gates.ts'
import { createHistory, signalsOf } from './history.ts'
import type { Host, Moments, Reply } from './host.ts'
import { createJudgement } from './judgement.ts'
import { createLimits } from './limits.ts'
import { candidates, type Moment } from './moment.ts'
import { once } from './once.ts'
import { createPricing } from './pricing.ts'
import { onRoute } from './routes.ts'
import { followSessions } from './sessions.ts'
import { SECOND } from './span.ts'
import { followTags } from './tags.ts'
import { createTimers } from './timers.ts'

/** So much more of a limit, or one more, and a prompt is due: near enough to fetch what decides and draws it. */
const NEAR = 0.1
/** How often an idle tab looks for what a dead one has left. */
const PATROL_AFTER = 30 * SECOND
/** What is stored of somebody, under these names; gone when somebody else comes. */
const OF_A_PERSON = 'session limits gates events pricing prompts told reply checkout plan'.split(' ')

type Elements = ReturnType<typeof import('./elements/elements.ts')['createElements']>
/** As the page may have written it: only what is read of it is looked at. */
type Missed = readonly [name: string, args: readonly [what: string, reading: LimitReading]]
type Configurable = { configure(config: PublicConfig): void }

/** The signals and the triggers: limits, gates, pricing visits, events, clicks, routes, time, sessions. */
export const createSignals = (host: Host, initial: PublicConfig): Moments & Configurable => {
  const { listen, now, storage, who } = host
  let config = initial
  let elements: Elements | undefined
  const limits = createLimits(host)
  const attempt = createGates(host)
  const history = createHistory(host, () => config.prompts)
  const { happened } = history
  const judgement = createJudgement({
    host,
    config: () => config,
    limits,
    happened,
    visits: () => pricing.visits(),
  })
  followSessions(host)
  setInterval(host.patrol, PATROL_AFTER)

  const trouble = (cause: unknown) => host.note('error', cause)
  /** For what the network did not bring. */
  const unheard =
    <Answer>(instead: Answer) =>
    (cause: unknown) => {
      trouble(cause)
      return instead
    }

  /** Somebody looks now, who did not when it was decided. */
  const advising = once(
    () => import('./advice.ts'),
    ({ createAdvice }) => createAdvice(host),
  )

  /** What cannot make any prompt due fetches nothing. */
  const consider = (moment: Moment): GateAnswer => {
    const [first] = candidates(config.prompts, moment, happened)
    if (!first) return { status: 'open' }
    const unknown: GateAnswer = { status: 'unknown', promptId: first.id }
    const asker = who()
    return judgement.ask((decision) => decision.consider(moment, asker), unknown, true)
  }
  /** Soon it may come to this. */
  const near = (moment: Moment) => {
    if (candidates(config.prompts, moment, happened).length) judgement.preload()
  }
  const pricing = createPricing(host, (visits) => {
    consider({ kind: 'pricing', visits })
    near({ kind: 'pricing', visits: visits + 1 })
  })
  const timers = createTimers(host, consider)
  const gate: Moments['gate'] = (feature) =>
    attempt(feature) ? consider({ kind: 'gate', feature }) : { status: 'open' }
  const recheck = () => {
    judgement.tell((decision) => decision.recheck())
    elements?.update()
  }
  const reset = () => {
    judgement.tell((decision) => decision.close())
    for (const name of OF_A_PERSON) storage.set(name)
    elements?.update()
  }
  /** Without a prompt for it nothing is fetched. */
  const fill = (slot: string) => {
    if (config.prompts.some((prompt) => prompt.slot === slot))
      judgement.ask((decision) => decision.fill(slot), undefined)
  }
  /** Events that a prompt counts, or is after. */
  const awaitedBy = ({ prompts }: PublicConfig) =>
    new Set(prompts.flatMap((prompt) => [prompt.goal, ...signalsOf(prompt).map(({ event }) => event)]))
  let awaited = awaitedBy(config)
  const triggersOf = () => config.prompts.map(({ trigger }) => trigger)

  followAttributes(listen, {
    near,
    selectors: () => triggersOf().flatMap((trigger) => (trigger.kind === 'click' ? [trigger.selector] : [])),
    click: consider,
  })
  onRoute(listen, host.route, (route) => {
    recheck()
    pricing.arrive(route, config.pricing)
    timers.arrive(route, triggersOf())
    consider({ kind: 'route', route })
  })

  const drawing = once(
    () => import('./elements/elements.ts'),
    ({ createElements }) =>
      (elements = createElements({
        ...host,
        config: () => config,
        readings: limits.readings,
        happened,
        gate,
        fill,
      })),
  )
  followTags(listen, (element) => {
    if (elements) return elements.follow(element)
    drawing()
      .then((drawn) => drawn.follow(element))
      .catch(trouble)
  })

  return {
    configure(next) {
      config = next
      awaited = awaitedBy(next)
      recheck()
    },
    limit(name, reading) {
      const figures = limits.read(name, reading, config.thresholds)
      if (!figures) return
      const moment = { kind: 'limit', ...figures } as const
      const overtakes = judgement.tell((decision) => decision.recheck(moment))
      consider({ ...moment, overtakes })
      elements?.update()
      const used = figures.used + Math.max(1, NEAR * figures.max)
      // Nothing is near where there is no limit.
      near({ ...moment, used, blocked: used / figures.max >= 1 })
    },
    gate,
    show: (promptId) =>
      judgement
        .later((decision) => decision.show(promptId))
        .catch(unheard<GateAnswer>({ status: 'unknown' })),
    explain: (promptId) => judgement.later((decision) => decision.explain(promptId)).catch(unheard([])),
    snooze: (promptId, days) => judgement.ask((decision) => decision.snooze(promptId, days), undefined),
    mute: (promptId) => judgement.ask((decision) => decision.mute(promptId), undefined),
    observe(event, properties) {
      if (event === 'Upgrade Started') storage.set('checkout', now())
      // Most events mean nothing to any prompt.
      if (!awaited.has(event)) return
      history.note(event, properties)
      // Only what was shown can have led anywhere.
      if (config.prompts.some(({ goal }) => goal === event) && storage.get('prompts'))
        judgement.ask((decision) => decision.reach(event), undefined)
      consider({ kind: 'event', event })
    },
    recheck,
    advise(...call) {
      advising()
        .then((advise) => advise(...call))
        .catch(trouble)
    },
    onReply(answer, userId) {
      host.note('answer', answer)
      const reply: Partial<Reply> = Object(answer)
      // They may have signed out meanwhile.
      if (!reply.prompts || who().userId !== userId) return
      storage.set('reply', { ...reply, userId, at: now() })
      judgement.tell((decision) => decision.hear())
    },
    catchUp(missed) {
      for (const [name, [what, reading]] of (missed ?? []) as readonly Missed[])
        if (name === 'gate') attempt(what)
        else if (name === 'limit') limits.read(what, reading, config.thresholds)
        else if (name === 'reset') reset()
    },
    reset,
  }
}
