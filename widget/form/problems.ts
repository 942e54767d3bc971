import type { ContactMessage } from '../overlay.ts'
import type { FormWords } from './words.ts'

export type Problems = Partial<Record<keyof ContactMessage, string>>

/** The most characters that a `Sales Contact Requested` event carries. */
const MESSAGE_LENGTH = 1000

/** What is wrong with a message, and how to put it right; empty when it can be sent. */
export const problemsIn = ({ name, email, message }: ContactMessage, words: FormWords): Problems => {
  const surplus = message.length - MESSAGE_LENGTH
  return {
    ...(name === '' && { name: words.nameWanted }),
    ...(!/^\S+@\S+\.\S+$/.test(email) && { email: words.emailWanted }),
    ...(message === '' && { message: words.messageWanted }),
    ...(surplus > 0 && { message: words.messageTooLong(surplus, MESSAGE_LENGTH) }),
  }
}

export const hasProblems = (problems: Problems): boolean => Object.keys(problems).length > 0
