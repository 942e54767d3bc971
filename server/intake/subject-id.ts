/*
 * Users and anonymous visitors share one table of subjects and must never be taken for one another, though a page can
 * send any text as either id: anonymous ids carry a mark, which user ids and account ids may not begin with.
 */
const MARK = '~'

export const anonymousSubject = (anonymousId: string): string => `${MARK}${anonymousId}`

export const isAnonymous = (subject: string): boolean => subject.startsWith(MARK)

/** The account of somebody who belongs to none. */
export const singletonOf = (subject: string): string => `${MARK}${subject}`

/** What the test keys send is about users and accounts of their own. */
const TEST = 'test:'

export const testId = (id: string): string => `${TEST}${id}`

/** Whether a subject, or an id as it was sent, belongs to the world of the test keys. */
export const isOfTest = (subject: string): boolean =>
  subject.startsWith(TEST) || subject.startsWith(anonymousSubject(TEST))

export const isReserved = (id: string): boolean => id.startsWith(MARK) || id.startsWith(TEST)
