import { type ShowingKind, showingId } from '../server/core/prompt-state.ts'
import type { Fields } from '../server/wire/event.ts'
import type { Prompt, PublicConfig } from '../server/wire/prompt.ts'
import type { Explanation, GateAnswer } from './api.ts'
import { planOf } from './audience.ts'
import { createCampaigns } from './campaigns.ts'
import type { draw } from './copy.ts'
import { described } from './described.ts'
import { armOf } from './experiment.ts'
import { snoozeDays } from './frequency.ts'
import type { Host } from './host.ts'
import type { Identity } from './identity.ts'
import { ARM_REACHED_AT, areFresh, featureOf, HELD_OUT, judge, mayStay, type Situation } from './judge.ts'
import type { Limits } from './limits.ts'
import { candidates, type Happened, isAskedFor, type Moment, triggers } from './moment.ts'
import { hasEnded, isOther, isOutdated, isOvertaken, renew } from './overtaken.ts'
import { createPatience } from './patience.ts'
import { createPromptMemory } from './prompt-memory.ts'
import { inWords, type Refusal, refusalIn } from './refusal.ts'
import { aboutOf, outcomeFor } from './scope.ts'
import { DAY } from './span.ts'
import { createStage, type Drawing, type Entrance, type Piece, UNOPENED } from './stage.ts'
import { standingMoment } from './standing.ts'
import { written } from './written.ts'

/** What moments.js knows and the decision rests on. */
export type Sources = {
  readonly host: Host
  readonly config: () => PublicConfig
  readonly limits: Limits
  readonly happened: Happened
  /** Pricing visits. */
  readonly visits: () => number
  readonly drawing: Drawing
}

/** What events about a prompt say. */
type About = Fields & { readonly promptId: string; readonly variant?: string }

export type Decision = ReturnType<typeof createDecision>

/** Decides which prompt shows, at once and on this device, and remembers what became of it. */
export const createDecision = ({ host, config, limits, happened, visits, drawing }: Sources) => {
  const { now, note, who } = host
  const memory = createPromptMemory(host)
  const stage = createStage(host, drawing)
  const patience = createPatience(host, memory)
  const find = (promptId: string) => config().prompts.find(({ id }) => id === promptId)

  const armNow = (prompt: Prompt, state = memory.state()) =>
    armOf(prompt, { config: config(), who: who(), state, deviceArm: memory.deviceArm })
  const situation = (prompt: Prompt, moment: Moment | null, elsewhere = false): Situation => {
    const state = memory.state()
    return {
      now: now(),
      config: config(),
      who: who(),
      state,
      moment,
      happened,
      elsewhere,
      route: host.route(),
      recording: host.recording(),
      outcome: outcomeFor(state, prompt, moment),
      arm: armNow(prompt, state),
      reply: memory.reply(),
      checkoutAt: Number(host.storage.get('checkout')) || 0,
      open: stage.overlay(),
    }
  }
  /** Whatever is open here. */
  const refusalOf = (prompt: Prompt, moment: Moment | null) =>
    refusalIn(judge(prompt, { ...situation(prompt, moment), open: undefined }))
  /** What events say of somebody's arm; nothing where the decision did not come so far. */
  const variantOf = (prompt: Prompt, moment: Moment | null) => {
    const arm = armNow(prompt)
    return 'undecided' in arm || moment?.kind === 'manual' ? {} : { variant: arm.variant, ...arm.about }
  }
  const report = (what: string, properties: About, isNews = true, isTold = isNews) => {
    const event = `Prompt ${what}`
    memory.learn(event, properties)
    if (isNews) host.capture(event, properties)
    if (isTold) host.tell('prompt', { ...properties, what })
  }
  /** The page itself says that it should go. */
  const end = (what: string, about: About) => {
    report(what, about)
    stage.close(({ promptId }) => promptId === about.promptId)
  }
  /** Each reason at most once a day and prompt; whoever asks for something hears it each time. */
  const holdBack = (prompt: Prompt, moment: Moment, { gate, reason }: Refusal) => {
    const promptId = prompt.id
    const about = { promptId, ...(ARM_REACHED_AT.includes(gate) && variantOf(prompt, moment)) }
    const isNews = memory.tells(promptId, reason)
    const what = reason === HELD_OUT ? 'Held Out' : 'Suppressed'
    report(what, { ...about, reason }, isNews, isNews || isAskedFor(moment))
  }
  const snoozeUntil = (prompt: Prompt | undefined, days?: number) =>
    now() + (days ?? snoozeDays(prompt, config().frequency)[0] ?? 0) * DAY

  /** A prompt with its figures, drawn for this person, and what follows from what they do. */
  const staged = (write: typeof draw, piece: Piece, about: About): Entrance => {
    const { promptId, variant } = about
    const drawn = written(write, piece, { who: who(), config: config(), reply: memory.reply(), variant })
    if (!drawn) throw new TypeError('unsafe address')
    return {
      drawn,
      feature: featureOf(piece.moment),
      askAdmin(feature) {
        const asked = { feature, promptId }
        memory.learn('Admin Asked', asked)
        host.capture('Admin Asked', asked, true)
      },
      report: (what, reason) => report(what, { ...about, ...(reason && { reason }) }),
      onShown: () => report('Shown', { ...about, reason: described(piece.prompt.trigger) }),
      snooze: () => report('Snoozed', { ...about, until: snoozeUntil(piece.prompt) }),
    }
  }
  const present = async (prompt: Prompt, cause: Moment) => {
    const askedFor = isAskedFor(cause)
    const moment = (cause.kind === 'manual' && standing(prompt, true)) || cause
    const kind: ShowingKind = prompt.format === 'slot' ? 's' : askedFor ? 'a' : 'u'
    const showing = showingId(now(), kind, Math.random())
    const scope = aboutOf(prompt, moment)
    const about = {
      promptId: prompt.id,
      ...variantOf(prompt, cause),
      showing,
      ...(scope && { feature: scope }),
    }
    const piece: Piece = {
      prompt,
      promptId: prompt.id,
      moment,
      showing,
      askedFor,
      account: who().groupId,
      plan: planOf(who()),
      convertedAt: campaigns.convertedAt(prompt.id),
      ...UNOPENED,
    }
    const admit = async () => {
      if (kind !== 'u' || !(await patience.wait())) return true
      // The server has spoken meanwhile, or the page lay hidden for long.
      const refusal = refusalOf(prompt, moment)
      if (refusal) holdBack(prompt, moment, refusal)
      return !refusal
    }
    const reason = await stage.enter(piece, { admit, compose: (write) => staged(write, piece, about) })
    if (reason) holdBack(prompt, moment, { reason })
  }
  /** Null when it shows now, or is on the screen already; else what keeps it back. */
  const attempt = (prompt: Prompt, moment: Moment): string | null => {
    if (stage.has(prompt.id)) return null
    const refusal = refusalIn(judge(prompt, situation(prompt, moment)))
    note(`prompt ${prompt.id}`, refusal ? inWords(refusal) : 'shows')
    if (refusal) holdBack(prompt, moment, refusal)
    else void present(prompt, moment)
    return refusal?.reason ?? null
  }
  /** One overlay at most, the first that may; slots stand beside it. `asker`: who was here when it happened. */
  const consider = (moment: Moment, asker: Identity): GateAnswer => {
    // While this code was on its way.
    if (isOther(asker, who()) || isOutdated(moment, limits.readings())) return { status: 'open' }
    const due = candidates(config().prompts, moment, happened)
    for (const slot of due.filter(({ format }) => format === 'slot')) attempt(slot, moment)
    let held: GateAnswer = { status: 'open' }
    for (const prompt of due.filter(({ format }) => format !== 'slot')) {
      const reason = attempt(prompt, moment)
      if (reason === null) return { status: 'prompted', promptId: prompt.id }
      if (held.status === 'open') held = { status: 'suppressed', promptId: prompt.id, reason }
    }
    return held
  }
  /** What this prompt is due to now, from what is known; `isShown`: or what it is about, as long as that is fresh. */
  const standing = (prompt: Prompt, isShown = false): Moment | null => {
    const known = { readings: limits.readings(), visits: visits(), route: host.route(), happened }
    const moment = standingMoment(prompt.trigger, known, isShown)
    return isShown && areFresh(prompt, situation(prompt, moment)) ? null : moment
  }
  const campaigns = createCampaigns({
    host,
    config,
    memory,
    onReached: (prompt) => report('Converted', { promptId: prompt.id, ...variantOf(prompt, null) }),
  })

  /**
   * Closes what no longer fits: another plan, account or route, a limit that has room or starts anew, a goal reached.
   * What somebody writes stays: whom they write to does not depend on figures or plans.
   * True: the moment closed what it still meets, to which something higher is due.
   */
  const recheck = (moment?: Extract<Moment, { kind: 'limit' }>): boolean => {
    campaigns.watchPlan(stage.all())
    const due = moment ? candidates(config().prompts, moment, happened) : []
    const mayFollow = (prompt: Prompt) => !refusalOf(prompt, moment ? { ...moment, overtakes: true } : null)
    const closed = stage.close((piece) => {
      // What a newer configuration says of it; nothing when it was withdrawn.
      const prompt = find(piece.promptId)
      const isWriting = piece.isWriting()
      const stays = prompt && mayStay(prompt, situation(prompt, piece.moment), isWriting)
      const hasGone = campaigns.isOver(piece) || hasEnded(piece, limits.readings(), now())
      const isOver = hasGone || (moment && isOvertaken(piece, moment, due, mayFollow))
      return !stays || piece.account !== who().groupId || (!!isOver && !isWriting)
    })
    for (const piece of stage.all()) renew(piece, limits.readings())
    return !!moment && closed.some(({ prompt }) => triggers(prompt.trigger, moment, happened))
  }
  // Another tab signed in, out or up to another plan, or came to a goal.
  host.listen(globalThis, 'storage', () => recheck())
  // It was another plan when something was shown last.
  campaigns.watchPlan()

  return {
    consider,
    explain: async (promptId?: string): Promise<Explanation[]> => {
      const elsewhere = !stage.overlay() && (await stage.isTaken())
      const asked = config().prompts.filter(({ id }) => promptId === undefined || id === promptId)
      return asked.map((prompt) => {
        const gates = judge(prompt, situation(prompt, standing(prompt), elsewhere))
        return { promptId: prompt.id, shows: gates.every((gate) => gate.passed), gates }
      })
    },
    show: (promptId: string): GateAnswer => {
      const prompt = find(promptId)
      const reason = prompt ? attempt(prompt, { kind: 'manual' }) : 'unknown'
      return reason === null ? { status: 'prompted', promptId } : { status: 'suppressed', promptId, reason }
    },
    snooze: (promptId: string, days?: number) =>
      end('Snoozed', { promptId, until: snoozeUntil(find(promptId), days) }),
    mute: (promptId: string) => end('Dismissed', { promptId, reason: 'never again' }),
    /** What an element that stands in the page may hold from now on. */
    fill(slot: string) {
      for (const prompt of config().prompts.filter((each) => each.slot === slot)) {
        const moment = standing(prompt)
        if (moment) attempt(prompt, moment)
      }
    },
    recheck,
    reach(event: string) {
      campaigns.reach(event)
      recheck()
    },
    hear: () => {
      patience.end()
      recheck()
    },
    close: () => stage.close(),
  }
}
