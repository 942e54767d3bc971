import type { Overlay } from '../overlay.ts'

const ENGLISH = {
  name: 'Name',
  email: 'Email',
  message: 'Message',
  send: 'Send message',
  sending: 'Sending…',
  again: 'Try again',
  back: 'Back',
  failed: 'Your message was not sent. It is still here: check your connection and try again.',
  refused: 'Your message could not be sent from here. It is still here, to copy.',
  thanks: 'Thanks.',
  nameWanted: 'Enter your name.',
  emailWanted: 'Enter an email address like name@company.com.',
  messageWanted: 'Write what you would like to know.',
  messageTooLong: 'Your message is {surplus} characters over the limit of {max}.',
}

export type FormWords = ReturnType<typeof wordsOf>

/** The words of the form: the team's, else English. */
export const wordsOf = ({ words: own, brand }: Overlay) => {
  const words = { ...ENGLISH, ...own }
  const team = brand.name
  const reply = own?.reply ?? `Someone${team ? ' from {team}' : ''} will reply to {email}.`
  return {
    ...words,
    reply: (email: string) => fill(reply, { team: team ?? '', email }),
    messageTooLong: (surplus: number, max: number) => fill(words.messageTooLong, { surplus, max }),
  }
}

const fill = (text: string, values: Readonly<Record<string, string | number>>): string =>
  text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''))
