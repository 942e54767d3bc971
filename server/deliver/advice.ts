const SETTINGS: Readonly<Record<string, string>> = {
  webhook: 'TIDEMARK_WEBHOOK_URL',
  slack: 'TIDEMARK_SLACK_WEBHOOK_URL',
}

/** The first that fits says what to do; the errors are those of post.ts, Node and OpenSSL. */
const ADVICE: readonly (readonly [error: RegExp, advice: (setting: string) => string])[] = [
  [/TIDEMARK_ALLOW_PRIVATE_HOSTS/, () => 'Set it to 1 if the receiver is yours, and start again.'],
  [
    /ENOTFOUND|EAI_AGAIN/,
    (setting) => `No such host is known: correct ${setting}, or look at the name service of this machine.`,
  ],
  [
    /ECONN|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|EPIPE|socket hang up|no answer in time/,
    (setting) => `Nothing answers there: start the receiver, open the way to it, or correct ${setting}.`,
  ],
  [
    /certificate|self.signed|CERT_|altnames/i,
    () => "The receiver's certificate is not accepted: renew it, or let it name this host.",
  ],
  [/SSL|TLS|EPROTO/, (setting) => `It does not speak TLS as wanted: see whether ${setting} begins right.`],
  [/answered 3\d\d/, (setting) => `Put the address to which it redirects into ${setting}.`],
  [
    /answered (401|403)/,
    (setting) => `It refuses us: see whether ${setting} is still valid and both sides share one secret.`,
  ],
  [/answered (404|410)/, (setting) => `It knows no such address: correct ${setting}.`],
  [/answered (429|5\d\d)/, () => 'It is in trouble or overloaded: look into its log.'],
]

/** What whoever runs the server can do about a delivery that failed with this error. */
export const adviceFor = (error: string, channel: string): string => {
  const setting = SETTINGS[channel] ?? channel
  const [, advice = () => `Look into the receiver's log, and at ${setting}.`] =
    ADVICE.find(([pattern]) => pattern.test(error)) ?? []
  return advice(setting)
}
