import { LeadMessage, MESSAGE_TYPES, type MessageType } from '../wire/message.ts'

const NEWS: Readonly<Record<MessageType, string>> = {
  'lead.qualified': 'A lead opened: somebody, or an account, qualified or asked for sales',
  'lead.updated': 'An open lead has something new that sales should know',
  'lead.breached': 'A lead that nobody has answered by its time',
  'lead.closed': 'A lead is closed',
}

/** What TIDEMARK_WEBHOOK_URL receives, in OpenAPI 3.1: by the form of which the messages are made. */
export const describeWebhooks = () =>
  Object.fromEntries(MESSAGE_TYPES.map((type) => [type, { post: describeWebhook(type) }]))

const describeWebhook = (type: MessageType) => ({
  summary: NEWS[type],
  description: 'Standard Webhooks (standardwebhooks.com): any of its libraries checks the signature.',
  security: [],
  parameters: [
    header('webhook-id', 'The same for every try of one message: take in each id once.'),
    header('webhook-timestamp', 'When this try was made, in seconds since 1970: refuse what is minutes off.'),
    header(
      'webhook-signature',
      'One or several of "v1,<base64>", separated by spaces: HMAC-SHA256 of "<webhook-id>.<webhook-timestamp>.<body as received>", keyed with what TIDEMARK_WEBHOOK_SECRET holds in base64 behind "whsec_".',
    ),
  ],
  requestBody: {
    required: true,
    content: {
      'application/json': {
        schema: { ...LeadMessage, properties: { ...LeadMessage.properties, type: { const: type } } },
      },
    },
  },
  responses: {
    '2XX': { description: 'Taken' },
    default: {
      description:
        'Anything else, a redirect too, and no answer within 15 s: it is sent again, with growing pauses, for about three days. Retry-After is honoured.',
    },
  },
})

const header = (name: string, description: string) => ({
  name,
  in: 'header',
  required: true,
  description,
  schema: { type: 'string' },
})
