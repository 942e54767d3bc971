import type { HeldAction, HeldDone, HeldRaise } from '../../wire/held.ts'
import type { Model } from '../../wire/model.ts'
import type {
  ModelChange,
  ModelProgress,
  ModelTrial,
  ModelVersion,
  PublishedModel,
} from '../../wire/model-view.ts'
import type { Delivery, Installation, Rejected } from '../../wire/operations.ts'
import type { PromptSet } from '../../wire/prompt.ts'
import type { PromptCheck, PromptCount, PromptVersion, PublishedPrompts } from '../../wire/prompt-view.ts'
import type { LeadAction, LeadActionBody, LeadSummary, LeadView, Problem, UserView } from '../../wire/view.ts'

/** What kept an answer from coming. `refused` is the server's own "no", with its reason in words. */
export type FailureKind = 'offline' | 'signed-out' | 'refused' | 'missing' | 'broken'

/** A call to the private API that gave no usable answer; `message` can be shown as it is. Not a programming error. */
export class ApiError extends Error {
  readonly kind: FailureKind
  /** Every mistake in what was sent, with its place. */
  readonly problems: NonNullable<Problem['problems']>
  constructor(
    kind: FailureKind,
    message: string,
    { problems = [], ...options }: ErrorOptions & { problems?: Problem['problems'] } = {},
  ) {
    super(message, options)
    this.kind = kind
    this.problems = problems
  }
}

export type Source = 'open' | 'closed' | 'history'
const QUERY: Readonly<Record<Source, string>> = {
  open: 'status=open',
  closed: 'status=closed',
  history: 'status=all&historic=true',
}

const pathOf = (id: string): string => `/api/leads/${encodeURIComponent(id)}`

const ANSWER_WITHIN = 15_000
/** Trying a model looks at everybody. */
const TRIED_WITHIN = 120_000

const kindOf = (status: number): FailureKind => {
  if (status === 401) return 'signed-out'
  if (status === 404) return 'missing'
  return status >= 500 || status === 429 ? 'broken' : 'refused'
}

const wordsFor = (status: number, problem: Partial<Problem> | null): string => {
  if (status === 401) return 'Your session has ended.'
  if (problem?.detail || problem?.title) return problem.detail ?? problem.title ?? ''
  return status === 404 ? 'It no longer exists.' : `The server answered with an error (${status}).`
}

const failed = async (response: Response): Promise<ApiError> => {
  const problem: Partial<Problem> | null = await response.json().catch(() => null)
  const problems = problem?.problems ?? []
  return new ApiError(kindOf(response.status), wordsFor(response.status, problem), { problems })
}

/** The private API of the server that also serves this page, with the session cookie. Every failure is an ApiError. */
export const createApi = (request: typeof fetch) => {
  const call = async <T>(method: string, path: string, body?: object, within = ANSWER_WITHIN): Promise<T> => {
    const response = await request(path, {
      method,
      ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      signal: AbortSignal.timeout(within),
    }).catch((cause: unknown) => {
      throw new ApiError('offline', 'The server cannot be reached.', { cause })
    })
    if (!response.ok) throw await failed(response)
    // Same origin and same release: the answer has the shape of server/wire/view.ts.
    return (response.status === 204 ? null : await response.json()) as T
  }
  return {
    signIn: (code: string) => call<{ email: string }>('POST', '/api/session', { code }),
    session: () => call<{ email: string }>('GET', '/api/session'),
    signOut: () => call<unknown>('DELETE', '/api/session'),
    leads: (source: Source) => call<LeadSummary[]>('GET', `/api/leads?${QUERY[source]}`),
    lead: (id: string) => call<LeadView>('GET', pathOf(id)),
    act: (id: string, action: LeadAction, body: LeadActionBody) =>
      call<LeadView>('POST', `${pathOf(id)}/${action}`, body),
    user: (id: string) => call<UserView>('GET', `/api/users/${encodeURIComponent(id)}`),
    deliveries: () => call<Delivery[]>('GET', '/api/deliveries'),
    replay: (id: string) => call<unknown>('POST', `/api/deliveries/${encodeURIComponent(id)}/replay`, {}),
    installation: () => call<Installation>('GET', '/api/installation'),
    model: () => call<PublishedModel>('GET', '/api/model'),
    modelVersions: () => call<ModelVersion[]>('GET', '/api/model/versions'),
    modelProgress: () => call<ModelProgress>('GET', '/api/model/progress'),
    modelDiff: (from: number, to: number) =>
      call<ModelChange[]>('GET', `/api/model/diff?from=${from}&to=${to}`),
    checkModel: (model: Model) => call<ModelChange[]>('POST', '/api/model/check', model),
    tryModel: (model: Model) => call<ModelTrial>('POST', '/api/model/dry-run', model, TRIED_WITHIN),
    publishModel: (model: Model, reason: string, basedOn: number) =>
      call<PublishedModel>(
        'PUT',
        `/api/model?${new URLSearchParams({ reason, basedOn: String(basedOn) })}`,
        model,
      ),
    rollBackModel: (version: number, reason: string) =>
      call<PublishedModel>('POST', '/api/model/rollback', { version, reason }),
    prompts: () => call<PublishedPrompts>('GET', '/api/prompts'),
    promptVersions: () => call<PromptVersion[]>('GET', '/api/prompts/versions'),
    promptCounts: () => call<PromptCount[]>('GET', '/api/prompts/counts'),
    promptDiff: (from: number, to: number) =>
      call<ModelChange[]>('GET', `/api/prompts/diff?from=${from}&to=${to}`),
    checkPrompts: (prompts: PromptSet) => call<PromptCheck>('POST', '/api/prompts/check', prompts),
    publishPrompts: (prompts: PromptSet, reason: string, basedOn: number) =>
      call<PublishedPrompts>(
        'PUT',
        `/api/prompts?${new URLSearchParams({ reason, basedOn: String(basedOn) })}`,
        prompts,
      ),
    rollBackPrompts: (version: number, reason: string) =>
      call<PublishedPrompts>('POST', '/api/prompts/rollback', { version, reason }),
    turnPrompts: (enabled: boolean) => call<PublishedPrompts>('POST', '/api/prompts/switch', { enabled }),
    held: () => call<HeldRaise[]>('GET', '/api/held'),
    reviewHeld: (id: string, action: HeldAction) =>
      call<HeldDone>('POST', `/api/held/${encodeURIComponent(id)}/${action}`, {}),
    rejected: () => call<Rejected[]>('GET', '/api/rejected'),
  }
}
export type Api = ReturnType<typeof createApi>
