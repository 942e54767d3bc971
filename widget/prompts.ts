import type { Prompt, PublicConfig } from '../server/wire/prompt.ts'
import type { Explanation, GateAnswer } from './api.ts'
import { overlayOf } from './copy.ts'
import { candidates, HELD_OUT, judge } from './decide.ts'
import type { Host } from './host.ts'
import type { Limits } from './limits.ts'
import { described, isAskedFor, type Moment, triggers } from './moment.ts'
import type { ContactMessage, Listeners } from './overlay.ts'
import type { Pricing } from './pricing.ts'
import { createPromptMemory, dayOf } from './prompt-memory.ts'
import { createShow } from './show.ts'
import { DAY } from './span.ts'

const SNOOZE_DAYS = 7
/** A goal reached so long after a showing is credited to it. */
const GOAL_WITHIN = 14 * DAY
/** What must stay true while a prompt is open. */
const STANDING_GATES = ['enabled', 'audience', 'route', 'consent']
/** Gates behind which the experiment was reached; undefined: all were passed. */
const ARM_KNOWN_AT: readonly (string | undefined)[] = ['holdout', 'tab', undefined]
const UNSAFE = 'its address is neither http(s) nor a path'

type Open = { readonly prompt: Prompt; readonly moment: Moment }

export type Prompts = ReturnType<typeof createPrompts>

/** Decides which prompt shows, at once and on this device, and follows what becomes of it. */
export const createPrompts = (host: Host, config: () => PublicConfig, limits: Limits, pricing: Pricing) => {
  const { capture, now, note, tell, who } = host
  const memory = createPromptMemory(host.storage)
  const show = createShow()
  let open: Open | undefined

  const report = (what: string, promptId: string, reason?: string) => {
    capture(`Prompt ${what}`, { promptId, ...(reason && { reason }) })
    tell('prompt', { promptId, what: what.toLowerCase(), ...(reason && { reason }) })
  }
  const situation = (prompt: Prompt, moment: Moment | null) => ({
    now: now(),
    config: config(),
    moment,
    who: who(),
    route: host.route(),
    recording: host.recording(),
    remembered: memory.of(prompt.id),
    showings: memory.showings(),
    open: open ? { promptId: open.prompt.id, askedFor: isAskedFor(open.moment) } : null,
  })
  const close = () => {
    open = undefined
    show.close()
  }
  const snooze = (promptId: string, days?: number) => {
    const prompt = config().prompts.find(({ id }) => id === promptId)
    const span = (days ?? prompt?.snoozeDays ?? SNOOZE_DAYS) * DAY
    memory.note(promptId, { snoozedUntil: now() + span })
    if (open?.prompt.id === promptId) close()
  }
  const mute = (promptId: string) => {
    memory.note(promptId, { muted: true })
    if (open?.prompt.id === promptId) close()
  }

  const contact = async (promptId: string, message: ContactMessage) => {
    capture('Sales Contact Requested', { ...message, promptId }, { urgent: true })
    await host.saved()
  }
  const listeners = ({ prompt, moment }: Open): Omit<Listeners, 'loadForm'> => {
    const { id } = prompt
    let sent = false
    return {
      onShown() {
        memory.shown(id, now(), isAskedFor(moment))
        report('Shown', id, described(prompt.trigger))
      },
      onAction({ kind }) {
        memory.note(id, { clickedAt: now() })
        report('Clicked', id, kind)
        if (kind === 'contact') return
        open = undefined
        if (kind !== 'checkout') return
        const call = prompt.primary.kind === kind ? prompt.primary : prompt.secondary
        const plan = call && 'plan' in call ? call.plan : undefined
        capture('Upgrade Started', { ...(plan && { plan }), promptId: id }, { urgent: true })
      },
      onLater() {
        snooze(id)
        report('Snoozed', id)
      },
      onClose() {
        snooze(id)
        if (!sent) report('Dismissed', id)
      },
      onMute() {
        mute(id)
        report('Dismissed', id, 'never again')
      },
      onContact(message) {
        sent = true
        return contact(id, message)
      },
    }
  }

  /** Each reason at most once a day and prompt. */
  const holdBack = (promptId: string, reason: string) => {
    const { told } = memory.of(promptId)
    const today = dayOf(now())
    if (told?.[reason] === today) return
    const todays = Object.entries(told ?? {}).filter(([, day]) => day === today)
    memory.note(promptId, { told: { ...Object.fromEntries(todays), [reason]: today } })
    if (reason === HELD_OUT) report('Held Out', promptId)
    else report('Suppressed', promptId, reason)
  }
  /** False when it cannot be drawn for this person. */
  const present = (prompt: Prompt, moment: Moment): boolean => {
    const figures = moment.kind === 'manual' ? (standing(prompt) ?? moment) : moment
    const overlay = overlayOf(prompt, figures, who(), config().brand)
    if (!overlay) return false
    const mine = { prompt, moment }
    open = mine
    show.open(overlay, listeners(mine)).catch((cause: unknown) => {
      note('error', cause)
      if (open === mine) open = undefined
      holdBack(prompt.id, 'it could not be loaded')
    })
    return true
  }
  /** Null when it shows now, or is on the screen already; else what keeps it back. */
  const attempt = (prompt: Prompt, moment: Moment): string | null => {
    if (open?.prompt === prompt) return null
    const failed = judge(prompt, situation(prompt, moment)).find((gate) => !gate.passed)
    // It came as far as the experiment: its arm is settled, whatever the shares become.
    if (ARM_KNOWN_AT.includes(failed?.gate) && memory.of(prompt.id).heldOut === undefined)
      memory.note(prompt.id, { heldOut: failed?.gate === 'holdout' })
    const reason = failed ? failed.reason : present(prompt, moment) ? null : UNSAFE
    note(`prompt ${prompt.id}`, reason ? `${failed?.gate ?? 'address'}: ${reason}` : 'shows')
    if (reason) holdBack(prompt.id, reason)
    return reason
  }
  const consider = (moment: Moment, prompts = candidates(config(), moment)): GateAnswer => {
    let held: GateAnswer = { status: 'open' }
    for (const prompt of prompts) {
      const promptId = prompt.id
      const reason = attempt(prompt, moment)
      if (!reason) return { status: 'prompted', promptId }
      if (held.status === 'open') held = { status: 'suppressed', promptId, reason }
    }
    return held
  }

  /** The moment that this prompt's trigger would meet now, from what is known. */
  const standing = ({ trigger }: Prompt): Moment | null => {
    if (trigger.kind === 'pricing') return { kind: 'pricing', visits: pricing.visits() }
    if (trigger.kind !== 'limit') return null
    const readings = limits.names().flatMap((limit): Moment[] => {
      const known = limits.known(limit)
      return known ? [{ kind: 'limit', limit, used: known.used, max: known.max }] : []
    })
    return readings.find((moment) => triggers(trigger, moment)) ?? null
  }
  const explain = (prompt: Prompt): Explanation => {
    const gates = judge(prompt, situation(prompt, standing(prompt)))
    return { promptId: prompt.id, shows: gates.every((gate) => gate.passed), gates }
  }

  return {
    consider,
    snooze,
    mute,
    preload: show.preload,
    explain: (promptId?: string) =>
      config()
        .prompts.filter(({ id }) => promptId === undefined || id === promptId)
        .map(explain),
    show: (promptId: string): GateAnswer => {
      const prompts = config().prompts.filter(({ id }) => id === promptId)
      const answer = consider({ kind: 'manual' }, prompts)
      return prompts.length ? answer : { status: 'suppressed', promptId, reason: 'there is no such prompt' }
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
        if (open?.prompt.id === id) close()
        report('Converted', id)
      }
    },
    reset() {
      close()
      memory.clear()
    },
  }
}
