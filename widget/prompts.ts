import type { Prompt, PublicConfig } from '../server/wire/prompt.ts'
import type { Explanation, GateAnswer } from './api.ts'
import { candidates, HELD_OUT, judge } from './decide.ts'
import type { Host } from './host.ts'
import type { Limits } from './limits.ts'
import { described, isAskedFor, type Moment, triggers } from './moment.ts'
import type { Pricing } from './pricing.ts'
import { createPromptMemory, dayOf } from './prompt-memory.ts'
import { DAY } from './span.ts'

const SNOOZE_DAYS = 7
/** A goal reached so long after a showing is credited to it. */
const GOAL_WITHIN = 14 * DAY
/** What must stay true while a prompt is open. */
const STANDING_GATES = ['enabled', 'audience', 'route', 'consent']
/** Gates behind which the experiment was reached; undefined: all were passed. */
const ARM_KNOWN_AT: readonly (string | undefined)[] = ['holdout', 'tab', undefined]

/** The prompt on the screen, or on its way there. */
type Open = { readonly prompt: Prompt; readonly moment: Moment; close: () => void }

/** Decides which prompt shows, at once and on this device, and remembers what became of it. */
export const createPrompts = (host: Host, config: () => PublicConfig, limits: Limits, pricing: Pricing) => {
  const { capture, now, note, storage, tell, who } = host
  const memory = createPromptMemory(storage)
  let open: Open | undefined
  let loading: Promise<typeof import('./show.ts')> | undefined

  const load = () => {
    loading ??= import('./show.ts').catch((cause: unknown) => {
      // A network that failed once may work the next time.
      loading = undefined
      throw cause
    })
    return loading
  }
  const report = (what: string, promptId: string, reason?: string) => {
    const news = { promptId, ...(reason && { reason }) }
    capture(`Prompt ${what}`, news)
    tell('prompt', { ...news, what })
  }
  const situation = (prompt: Prompt, moment: Moment | null) => ({
    now: now(),
    config: config(),
    moment,
    who: who(),
    route: host.route(),
    recording: host.recording(),
    remembered: memory.of(prompt.id),
    showings: memory.showings(now()),
    open: open && { promptId: open.prompt.id, askedFor: isAskedFor(open.moment) },
  })
  const close = (promptId = open?.prompt.id) => {
    if (open?.prompt.id !== promptId) return
    open?.close()
    open = undefined
  }
  const snooze = (promptId: string, days?: number) => {
    const prompt = config().prompts.find(({ id }) => id === promptId)
    const span = (days ?? prompt?.frequency?.snoozeDays?.[0] ?? SNOOZE_DAYS) * DAY
    memory.note(promptId, { snoozedUntil: now() + span })
    close(promptId)
  }
  const mute = (promptId: string) => {
    memory.note(promptId, { muted: true })
    close(promptId)
  }

  /** Each reason at most once a day and prompt. */
  const holdBack = (promptId: string, reason: string) => {
    const today = dayOf(now())
    const { told } = memory.of(promptId)
    const todays = told?.[0] === today ? told : ([today] as const)
    if (todays.includes(reason)) return
    memory.note(promptId, { told: [...todays, reason] })
    if (reason === HELD_OUT) report('Held Out', promptId)
    else report('Suppressed', promptId, reason)
  }
  /** Takes the place of what is open. */
  const present = async (prompt: Prompt, moment: Moment) => {
    const { id } = prompt
    close()
    const mine: Open = { prompt, moment, close: () => {} }
    open = mine
    const onLeft = () => {
      if (open === mine) open = undefined
    }
    try {
      const { show } = await load()
      // Closed or replaced before it could open.
      if (open !== mine) return
      const shut = show({
        host,
        prompt,
        moment: moment.kind === 'manual' ? (standing(prompt) ?? moment) : moment,
        brand: config().brand,
        report: (what, reason) => report(what, id, reason),
        onShown() {
          memory.shown(id, now(), isAskedFor(moment))
          report('Shown', id, described(prompt.trigger))
        },
        onClicked: () => memory.note(id, { clickedAt: now() }),
        snooze: () => snooze(id),
        mute: () => mute(id),
        onLeft,
      })
      if (!shut) throw new TypeError('unsafe address')
      mine.close = shut
    } catch (cause) {
      note('error', cause)
      onLeft()
      holdBack(id, 'failed')
    }
  }
  /** Null when it shows now, or is on the screen already; else what keeps it back. */
  const attempt = (prompt: Prompt, moment: Moment): string | null => {
    const { id } = prompt
    if (open?.prompt.id === id) return null
    const failed = judge(prompt, situation(prompt, moment)).find((gate) => !gate.passed)
    // It came as far as the experiment: its arm is settled, whatever the shares become.
    if (ARM_KNOWN_AT.includes(failed?.gate) && memory.of(id).heldOut === undefined)
      memory.note(id, { heldOut: failed?.gate === 'holdout' })
    note(`prompt ${id}`, failed ?? 'shows')
    if (failed) holdBack(id, failed.reason)
    else void present(prompt, moment)
    return failed ? failed.reason : null
  }
  const consider = (moment: Moment, prompts = candidates(config(), moment)): GateAnswer => {
    let held: GateAnswer = { status: 'open' }
    for (const prompt of prompts) {
      const promptId = prompt.id
      const reason = attempt(prompt, moment)
      if (reason === null) return { status: 'prompted', promptId }
      if (held.status === 'open') held = { status: 'suppressed', promptId, reason }
    }
    return held
  }

  /** The moment that this prompt's trigger would meet now, from what is known. */
  const standing = ({ trigger }: Prompt): Moment | null => {
    if (trigger.kind === 'pricing') return { kind: 'pricing', visits: pricing.visits() }
    return limits.readings().find((moment) => triggers(trigger, moment)) ?? null
  }
  const explain = (prompt: Prompt): Explanation => {
    const gates = judge(prompt, situation(prompt, standing(prompt)))
    return { promptId: prompt.id, shows: gates.every((gate) => gate.passed), gates }
  }

  return {
    consider,
    snooze,
    mute,
    preload: () => {
      const soon = globalThis.requestIdleCallback ?? setTimeout
      soon(() => void load().catch(() => {}))
    },
    explain: (promptId?: string) =>
      config()
        .prompts.filter(({ id }) => promptId === undefined || id === promptId)
        .map(explain),
    show: (promptId: string): GateAnswer => {
      const prompts = config().prompts.filter(({ id }) => id === promptId)
      const answer = consider({ kind: 'manual' }, prompts)
      return prompts.length ? answer : { status: 'suppressed', promptId, reason: 'unknown' }
    },
    /** Closes what no longer fits: another plan, another route, a limit that has room again. */
    recheck(moment?: Moment) {
      if (!open) return
      const { prompt } = open
      const gates = judge(prompt, situation(prompt, open.moment))
      const stays = gates.every(({ gate, passed }) => passed || !STANDING_GATES.includes(gate))
      const same =
        moment?.kind === 'limit' && open.moment.kind === 'limit' && moment.limit === open.moment.limit
      if (!stays || (same && !triggers(prompt.trigger, moment))) close()
    },
    /** Credits prompts whose goal this event is, and retires them. */
    reach(event: string) {
      for (const { id, goal } of config().prompts) {
        const { shownAt = 0, convertedAt = 0 } = memory.of(id)
        if (goal !== event || shownAt < now() - GOAL_WITHIN || convertedAt >= shownAt) continue
        memory.note(id, { convertedAt: now() })
        close(id)
        report('Converted', id)
      }
    },
    close,
  }
}
