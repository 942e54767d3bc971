import { act } from './act.ts'
import { advance } from './advance.ts'
import type { Commands, Lane, LaneNews, LaneOptions } from './commands.ts'
import { DEFAULT_PROMPTS } from './default-prompts.ts'
import { first, openEngines, readLatest } from './engines.ts'
import { erase } from './erasure/erase.ts'
import { exportOf } from './erasure/export.ts'
import { newCounts, readGauges } from './gauges.ts'
import { reviewHeld, viewHeld } from './held-raises.ts'
import { ingest } from './ingest.ts'
import { createHandRaiseRate } from './intake/hand-raises.ts'
import { createKeyring } from './intake/keys.ts'
import type { Readers } from './intake/read.ts'
import { createTokenCheck } from './intake/token.ts'
import { createJudgedAhead } from './judged-ahead.ts'
import type { Judges } from './judges.ts'
import { type Failure, toFailure } from './lane-rpc.ts'
import { createMaintenance } from './maintenance.ts'
import { noteStripe } from './note-stripe.ts'
import { readKeys } from './own-keys.ts'
import { createSetInForce } from './prompts/set-in-force.ts'
import { newsOfPublishing, Overtaken, publish } from './publish.ts'
import { createRebuild } from './rebuild.ts'
import { openRetention } from './retention.ts'
import { claimOutbox, replayOutbox, settleOutbox } from './store/outbox.ts'
import { deleteSession, findSession, insertSession, takeCode } from './store/sessions.ts'
import { readSetting, rememberSetting, replaceSetting } from './store/settings.ts'
import type { Store } from './store/store.ts'
import { settleStripeCustomer } from './store/stripe.ts'
import { insertFirstVersion } from './store/versions.ts'
import { readSweep, sweepOn } from './sweep.ts'
import { createTallies } from './tallies.ts'
import { tryModel } from './try-model.ts'
import { modelVersion, modelVersions, promptVersion, promptVersions } from './versions.ts'
import { viewAccount } from './views/account.ts'
import { viewLead } from './views/lead.ts'
import { viewLeads } from './views/leads.ts'
import { createLook } from './views/look.ts'
import { viewDeliveries, viewInstallation, viewRejected } from './views/operations.ts'
import { viewPromptCounts } from './views/prompts.ts'
import { viewUser } from './views/user.ts'
import { SECOND } from './wire/limits.ts'
import type { Model } from './wire/model.ts'
import type { PromptSet } from './wire/prompt.ts'
import { flush, writeShare } from './work/flush.ts'
import { createKept } from './work/kept.ts'
import { learnMessages } from './work/learn.ts'
import { createMemory } from './work/memory.ts'
import { createReadAhead } from './work/read-ahead.ts'
import { recover } from './work/recover.ts'
import type { Tools } from './work/transact.ts'

/** How soon a model that another process published is noticed. */
const REFRESH_AFTER = 5000

/** `flush` writes what was left for later, for whoever reads the tables. */
export type LaneCommands = Omit<Lane, 'onNews'> & { flush(): Promise<void> }

/**
 * All commands over one store, in this thread. Closing writes what waits and closes the store. `judges` spare the single
 * writer of a file most of a sweep's work.
 */
export const createCommands = async (
  store: Store,
  options: LaneOptions,
  onNews: (news: LaneNews) => void,
  judges: Judges | null = null,
): Promise<LaneCommands> => {
  const { channels, publicUrl } = options
  await insertFirstVersion(store.db, 'prompts', first('default', DEFAULT_PROMPTS))
  const engines = await openEngines(store)
  const keys = await readKeys(store, options.keys)
  const counts = newCounts()
  const tallies = createTallies(store, () => undefined)
  const maintain = createMaintenance(store)
  const memory = store.dialect === 'sqlite' ? createMemory() : null
  const kept = memory ? null : createKept()
  const tools: Tools = { store, engines, memory, kept, publicUrl, channels }
  if (memory) await recover(tools, memory)
  let faults: Failure[] = []
  const onFault = (error: unknown): void => void faults.push(toFailure(error))
  const takeFaults = (): Failure[] => {
    const taken = faults
    faults = []
    return taken
  }
  const ahead = memory && judges ? createJudgedAhead(judges, memory, onFault) : null
  const retention = await openRetention(tools, options.retentionDays)
  const readers: Readers = {
    keptSince: retention.until,
    keyOf: createKeyring(keys),
    vouch: createTokenCheck(options.identitySecret),
    asksForSales: (event) => engines.current().measures.signalsOf(event).includes('hand-raise'),
    doubt: createHandRaiseRate(),
  }
  let refreshedAt = 0
  let advancedAt = 0
  /** Whether events came since the last pass of a sweep: what follows them waits for the next one. */
  let isAwaited = false
  const look = createLook(tools)
  const set = createSetInForce(store)

  return {
    ...administration(store),
    ingest: (requests) => {
      isAwaited = memory !== null
      return ingest({ tools, readers, tallies, counts, set, onNews }, requests)
    },
    advance: async (now, atMost) => {
      if (!memory && now - refreshedAt >= REFRESH_AFTER) {
        refreshedAt = now
        await engines.refresh()
      }
      // First, because it notices a newer model, by which what is due is to be decided.
      const rest = await sweepOn(tools, { now, isAwaited, ahead }, { onNews, onFault })
      isAwaited = false
      // A sweep is many short passes; everything else is looked after as often as without one.
      if (rest !== null && now - advancedAt < SECOND)
        return { advanced: 0, more: rest === 0, nextDueAt: now + rest, faults: takeFaults() }
      advancedAt = now
      await maintain(now)
      await retention.pass(now)
      await writeShare(tools, now)
      await learnMessages(tools)
      const advanced = await advance(tools, { now, atMost }, { onNews, onFault })
      return { ...advanced, more: rest !== null || advanced.more, faults: takeFaults() }
    },
    user: (userId, now) => viewUser(look(now), userId),
    account: (accountId, now) => viewAccount(look(now), accountId),
    leads: (filter, now) => viewLeads(look(now), filter),
    lead: (id, now) => viewLead(look(now), id),
    act: async (request) => {
      const done = await act(tools, request, onNews)
      return done === 'done' ? viewLead(look(request.now), request.id) : (done?.refused ?? null)
    },
    model: () => readLatest<Model>(store, 'model'),
    readAhead: createReadAhead(tools),
    publishModel: async ({ model, ...publishing }) => {
      const published = await publish(tools, 'model', { ...publishing, value: model }).catch(nullIfOvertaken)
      if (published) onNews(newsOfPublishing(publishing.now))
      return published
    },
    modelVersions: () => modelVersions(store),
    modelVersion: (version) => modelVersion(store, version),
    modelProgress: () => readSweep(store.db),
    tryModel: (request) => tryModel(tools, request),
    prompts: () => readLatest<PromptSet>(store, 'prompts'),
    publishPrompts: ({ prompts, ...publishing }) =>
      publish(tools, 'prompts', { ...publishing, value: prompts })
        .catch(nullIfOvertaken)
        .finally(set.forget),
    promptVersions: () => promptVersions(store),
    promptVersion: (version) => promptVersion(store, version),
    promptCounts: async () => {
      await tallies.flush()
      return viewPromptCounts(store, await readLatest<PromptSet>(store, 'prompts'))
    },
    installation: async (now) => {
      await tallies.flush()
      return viewInstallation({ store, keys, channels }, now)
    },
    refuseOrigin: async (origin, now) => tallies.refuseOrigin(origin, now),
    heldRaises: () => viewHeld(store),
    reviewHeld: (request) => reviewHeld(tools, request, onNews),
    gauges: (now) => readGauges(tools, counts, now),
    keys: async () => keys,
    rebuild: createRebuild(tools),
    erase: (whom, now) => erase(tools, { whom, now }, onNews),
    exportOf: (whom, now) => exportOf(tools, { whom, now }),
    flush: () => flush(tools),
    close: async () => {
      await ahead?.rest()
      await flush(tools)
      await tallies.close()
      await store.close()
    },
  }
}

/** Somebody else published first: an answer, not a failure. */
const nullIfOvertaken = (error: unknown): null => {
  if (error instanceof Overtaken) return null
  throw error
}

type Administration = Pick<
  Commands,
  | 'claimOutbox'
  | 'settleOutbox'
  | 'deliveries'
  | 'replayDelivery'
  | 'rejected'
  | 'remember'
  | 'recall'
  | 'replace'
  | 'putSession'
  | 'takeCode'
  | 'session'
  | 'endSession'
  | 'noteStripe'
  | 'settleStripe'
  | 'ping'
>

/** The commands that are one statement. */
const administration = (store: Store): Administration => ({
  claimOutbox: async (request) => {
    const rows = await claimOutbox(store.db, request)
    return rows.map(({ id, account, body, attempts }) => ({
      id,
      account,
      channel: request.channel,
      body,
      attempts,
    }))
  },
  settleOutbox: async (results) => {
    for (const result of results) await settleOutbox(store.db, result)
  },
  deliveries: (filter) => viewDeliveries(store, filter),
  replayDelivery: (id, now) => replayOutbox(store.db, id, now),
  rejected: (atMost) => viewRejected(store, atMost),
  remember: (name, value) => rememberSetting(store.db, name, value),
  recall: (name) => readSetting(store.db, name),
  replace: (name, value) => replaceSetting(store.db, name, value),
  putSession: ({ hash, kind, email, expiresAt }) =>
    insertSession(store.db, { hash, kind, email, expires_at: expiresAt }, Date.now()),
  takeCode: (hash, now) => takeCode(store.db, hash, now),
  session: (hash, now) => findSession(store.db, hash, now),
  endSession: (hash) => deleteSession(store.db, hash),
  noteStripe: (request) => noteStripe(store, request),
  settleStripe: (customer) => settleStripeCustomer(store.db, customer),
  // Another value each time: SQLite writes nothing where nothing changes.
  ping: (now) => store.transaction(({ db }) => replaceSetting(db, 'ping', String(now))),
})
