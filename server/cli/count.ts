/** `1 event`, `2 events`; a plural that is no `s` more is given. */
export const count = (n: number, noun: string, plural = `${noun}s`): string =>
  `${n} ${n === 1 ? noun : plural}`
