import type { Config } from '../config.ts'
import type { Finding } from './findings.ts'

/** Keys that are not set are generated; the identity secret cannot be, because the customer's backend holds it too. */
export const findKeys = async (config: Config): Promise<Finding[]> => {
  const generated = [
    ...(config.keys.write ? [] : ['browser key']),
    ...(config.keys.secret ? [] : ['secret key']),
    ...(config.adminToken === null ? ['admin token'] : []),
    ...(config.webhookUrl && config.webhookSecret === null ? ['webhook secret'] : []),
  ]
  return [
    {
      about: 'keys',
      state: 'good',
      words:
        generated.length === 0
          ? 'all set in the environment'
          : `generated and kept in the database: ${generated.join(', ')}`,
    },
    config.identitySecret === null
      ? {
          about: 'identity',
          state: 'note',
          words: 'TIDEMARK_IDENTITY_SECRET is not set: nobody in a browser can be verified',
        }
      : { about: 'identity', state: 'good', words: 'identity tokens are checked' },
    ...findPublicUrl(config),
  ]
}

const findPublicUrl = ({ publicUrl }: Config): Finding[] => {
  const { protocol, hostname } = new URL(publicUrl)
  if (protocol === 'https:' || ['localhost', '127.0.0.1', '[::1]'].includes(hostname)) return []
  const words = `TIDEMARK_URL is ${publicUrl}: without https sessions and keys can be read on the way`
  return [{ about: 'https', state: 'note', words }]
}
