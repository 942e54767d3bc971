import type { ContactMessage } from '../overlay.ts'

export type Problems = Partial<Record<keyof ContactMessage, string>>

/** The most characters that a `Sales Contact Requested` event carries. */
const MESSAGE_LENGTH = 1000

/** What is wrong with a message, and how to put it right; empty when it can be sent. */
export const problemsIn = ({ name, email, message }: ContactMessage): Problems => {
  const surplus = message.length - MESSAGE_LENGTH
  return {
    ...(name === '' && { name: 'Enter your name.' }),
    ...(!/^\S+@\S+\.\S+$/.test(email) && { email: 'Enter an email address like name@company.com.' }),
    ...(message === '' && { message: 'Write what you would like to know.' }),
    ...(surplus > 0 && {
      message: `Your message is ${surplus} characters over the limit of ${MESSAGE_LENGTH}.`,
    }),
  }
}
